"""Money that comes in time closes an invoice without the discount, and its return takes it back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from invoice.invoices.domain import commands
from invoice.invoices.domain.applications import PaymentPart
from invoice.invoices.domain.errors import (
    CurrencyUnacceptable,
    DiscountUnacceptable,
    TaxesUnacceptable,
)
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.invoice.discount import DiscountKind, ZeroTax
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money, rounded, split, total


def take(command: commands.TakeDiscount, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """What is left, if all money came in time and a discount covers it, as the creditor counts."""
    paid_on = [p.value_date for p in invoice.applied.values() if isinstance(p, PaymentPart)]
    if not invoice.balance or not paid_on or invoice.discount is not None:
        return []
    late, short = timedelta(command.tolerance.days), _short(command.tolerance, invoice)
    in_time = [each for each in invoice.issued.discounts if max(paid_on) <= each.until + late]
    granted = [each for each in in_time if invoice.balance <= worth(each, invoice) + short]
    if not granted:
        return []
    on = invoice.counted_on
    discount = min(granted, key=lambda each: each.until)
    reason = f"discount for payment by {discount.until}"
    given_off = closing(invoice, on, DiscountKind.DISCOUNT, reason)
    return [given_off, events.InvoicePaid(**invoice.ids, paid_on=on)]


def _short(tolerance: events.Tolerance, invoice: Invoice) -> Money:
    """An amount in another currency counts nothing here."""
    amount = tolerance.amount
    if amount is None or amount.currency != invoice.currency:
        return Money.zero(invoice.currency)
    return amount


def worth(discount: events.Discount, invoice: Invoice) -> Money:
    """Of what is to be paid: credits and write-offs earn no discount."""
    if discount.amount is not None:
        return discount.amount
    base = Fraction((invoice.total - invoice.credited - invoice.written_off).minor_units)
    if discount.on is events.DiscountBase.NET:
        gross = sum((each.net + each.tax).minor_units for each in invoice.issued.taxes)
        base *= Fraction(sum(each.net.minor_units for each in invoice.issued.taxes), gross)
    exact = base * Fraction(discount.percent or "0") / 100
    return Money(minor_units=rounded(exact), currency=invoice.currency)


def closing(
    invoice: Invoice, on: date, kind: DiscountKind, reason: str
) -> events.InvoiceDiscountTaken:
    """All that is left is given off."""
    nothing = Money.zero(invoice.currency)
    owed = [(term, invoice.owed(term.receivable_id)) for term in invoice.terms]
    return events.InvoiceDiscountTaken(
        **invoice.ids,
        amount=invoice.balance,
        taxes=tax_in(invoice.balance, invoice.issued.taxes),
        terms=tuple(
            events.ChangedTerm(**dict(term), change=-part, balance=nothing)
            for term, part in owed
            if part
        ),
        kind=kind,
        applied_on=on,
        reason=reason,
    )


def tax_in(amount: Money, taxes: Sequence[events.DocumentTax]) -> tuple[events.TaxPart, ...]:
    """The tax in a part of the document, by rate; the cents left over go by the largest remainders."""
    if not taxes:
        return ()
    net = sum(each.net.minor_units for each in taxes)
    *parts, _ = split(amount, [*(each.tax.minor_units for each in taxes), net])
    return tuple(
        events.TaxPart(rate=each.rate, tax=part) for each, part in zip(taxes, parts, strict=True)
    )


def taken_back(
    invoice: Invoice,
    back: Mapping[ReceivableId, Money],
    balances: Mapping[ReceivableId, Money],
    today: date,
    reason: str,
) -> events.InvoiceDiscountReversed:
    """So much of the discount that stands is taken back from each term."""
    part = invoice.discount
    assert part is not None, "only what was taken is taken back"
    amount = total(back.values(), invoice.currency)
    return events.InvoiceDiscountReversed(
        **invoice.ids,
        amount=amount,
        taxes=part.taxes if amount == part.amount else (),
        remaining=part.amount - amount,
        terms=tuple(
            events.ChangedTerm(**dict(invoice.term(id)), change=change, balance=balances[id])
            for id, change in back.items()
        ),
        kind=part.kind,
        origin=part.origin,
        applied_on=max(today, part.effective_on),
        reason=reason,
    )


def check_discounts(
    discounts: Sequence[events.Discount],
    taxes: Sequence[events.DocumentTax],
    whole: Money,
    issue_date: date,
) -> None:
    """Whether each is a part of the document, and may be earned at all."""
    for nth, each in enumerate(discounts):
        pointer = f"/discounts/{nth}"
        if (each.percent is None) == (each.amount is None):
            raise DiscountUnacceptable(
                "A discount is a percent or an amount; send one of both.", pointer=pointer
            )
        if each.amount is not None and each.amount.currency != whole.currency:
            raise CurrencyUnacceptable(
                f"The discount is in {each.amount.currency} and the total in {whole.currency}; "
                "send both in one currency.",
                pointer=f"{pointer}/amount/currency",
            )
        if each.amount is not None and not Money.zero(whole.currency) < each.amount < whole:
            raise DiscountUnacceptable(
                f"A discount of {each.amount} on {whole} leaves nothing to pay; send a smaller one.",
                pointer=f"{pointer}/amount/amount",
            )
        if each.on is events.DiscountBase.NET and not taxes:
            raise DiscountUnacceptable(
                "A discount on net needs the taxes of the document; send them, or give it on total.",
                pointer=f"{pointer}/on",
            )
        if each.until < issue_date:
            raise DiscountUnacceptable(
                f"Nobody can pay by {each.until}: the invoice is of {issue_date}; send a later day.",
                pointer=f"{pointer}/until",
            )


def check_document_taxes(taxes: Sequence[events.DocumentTax], whole: Money) -> None:
    for nth, each in enumerate(taxes):
        for part, amount in (("net", each.net), ("tax", each.tax)):
            if amount.currency != whole.currency:
                raise CurrencyUnacceptable(
                    f"The {part} is in {amount.currency} and the total in {whole.currency}; "
                    "send both in one currency.",
                    pointer=f"/taxes/{nth}/{part}/currency",
                )
            if amount.minor_units < 0:
                raise TaxesUnacceptable(
                    f"The {part} of a rate is below zero; send the sums of each rate.",
                    pointer=f"/taxes/{nth}/{part}/amount",
                )
        _check_zero(each, f"/taxes/{nth}")
    if len({each.rate for each in taxes}) < len(taxes):
        raise TaxesUnacceptable(
            "A rate stands there twice; send one sum of each.", pointer="/taxes"
        )
    adds_up_to = total((each.net + each.tax for each in taxes), whole.currency)
    if taxes and adds_up_to != whole:
        raise TaxesUnacceptable(
            f"Net and tax of all rates add up to {adds_up_to}, the total says {whole}; correct one "
            "of them, or leave the taxes out.",
            pointer="/taxes",
        )


def _check_zero(each: events.DocumentTax, pointer: str) -> None:
    """As EN 16931 has it for each category of VAT (BR-Z-10, BR-E-10, BR-G-10, BR-AE-10, BR-IC-10)."""
    if each.zero is not None and (Decimal(each.rate) or each.tax):
        raise TaxesUnacceptable(
            f"A rate of {each.rate} % is not {each.zero}; leave `zero` out, or send the rate 0.",
            pointer=f"{pointer}/zero",
        )
    exempt = each.zero not in (None, ZeroTax.ZERO_RATED)
    if exempt and each.exemption_reason is None:
        raise TaxesUnacceptable(
            f"What is {each.zero} has a reason in words; send the `exemption_reason`.",
            pointer=f"{pointer}/exemption_reason",
        )
    if not exempt and each.exemption_reason is not None:
        raise TaxesUnacceptable(
            "Only what is exempt has an `exemption_reason`; leave it out, or say by `zero` what it is.",
            pointer=f"{pointer}/exemption_reason",
        )
