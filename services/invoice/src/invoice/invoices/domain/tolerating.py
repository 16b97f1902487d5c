"""A few cents short, or what banks took on the way, settles an invoice, as its creditor allows.

It is given off as a discount is: with its tax by rate, and taken back when the money goes.
"""

from collections.abc import Sequence
from fractions import Fraction

from invoice.invoices.domain import commands
from invoice.invoices.domain.applications import PaymentPart
from invoice.invoices.domain.discounting import closing
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.invoice.discount import DiscountKind
from recoup_events.kernel.money import Money

REASONS = {
    DiscountKind.PAYMENT_DIFFERENCE: "payment difference within the creditor's tolerance",
    DiscountKind.BANK_CHARGES: "bank charges taken off the payment",
}


def settle_short(command: commands.TakeDiscount, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """What is left is given off, if a payment came and no more than this is missing."""
    paid = any(isinstance(part, PaymentPart) for part in invoice.applied.values())
    if not invoice.balance or not paid or invoice.discount is not None:
        return []
    asked = invoice.total - invoice.credited - invoice.written_off
    kind = within(command.payment_tolerance, invoice.balance, asked, command.charges)
    if kind is None:
        return []
    on = invoice.counted_on
    given_off = closing(invoice, on, kind, REASONS[kind])
    return [given_off, events.InvoicePaid(**invoice.ids, paid_on=on)]


def within(
    tolerance: PaymentTolerance, short: Money, asked: Money, charges: Money | None
) -> DiscountKind | None:
    """For what reason it is given off; ``None`` if it stays owed."""
    nothing = Money.zero(short.currency)
    if short <= nothing:
        return None
    borne = charges if tolerance.bank_charges and charges is not None else nothing
    if borne.currency == short.currency and short <= borne:
        return DiscountKind.BANK_CHARGES
    return DiscountKind.PAYMENT_DIFFERENCE if short <= _most(tolerance, asked) else None


def _most(tolerance: PaymentTolerance, asked: Money) -> Money:
    """An amount in another currency says nothing here, and then the percent alone is no tolerance."""
    nothing = Money.zero(asked.currency)
    amount = tolerance.amount
    if amount is not None and amount.currency != asked.currency:
        return nothing
    if tolerance.percent is None:
        return nothing if amount is None else amount
    share = Fraction(asked.minor_units) * Fraction(tolerance.percent) / 100
    part = Money(minor_units=int(share), currency=asked.currency)
    return part if amount is None else min(amount, part)
