"""How money that came in is shared out over invoices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from invoice.payments.domain.payment import Payment
from recoup_events.invoice import Allocation
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total

MOST = 1000
"""Invoices that are paid at once."""


class Reference(NamedTuple):
    """An invoice that the payer named, and how much of the payment is for it, if that was said."""

    invoice: str
    amount: Money | None


class Wish(NamedTuple):
    """Pay this invoice: so much, or (``None``) all that is owed on it."""

    invoice_id: InvoiceId
    amount: Money | None


def wishes_of(
    payment: Payment, references: Sequence[Reference], invoices: Sequence[Invoice]
) -> Sequence[Wish]:
    """What was asked for, if the payment can do it; ``invoices`` are those that were named."""
    wishes: list[Wish] = []
    for i, (reference, invoice) in enumerate(zip(references, invoices, strict=True)):
        amount = reference.amount
        if payment.currency != invoice.currency:
            raise CurrencyUnacceptable(
                f"Invoice {invoice.number} is in {invoice.currency}, the payment in "
                f"{payment.currency}; refer to invoices in the payment's currency, or leave the "
                "references out to keep the money on account.",
                pointer=f"/references/{i}/invoice",
            )
        if amount is not None and amount.currency != payment.currency:
            raise CurrencyUnacceptable(
                f"The payment is in {payment.currency}; allocate it in that currency.",
                pointer=f"/references/{i}/amount/currency",
            )
        wishes.append(Wish(invoice.issued.invoice_id, amount))
    asked = total((wish.amount for wish in wishes if wish.amount), payment.currency)
    if payment.unapplied < asked:
        raise ExceedsBalance(
            f"The references ask for {asked} and only {payment.unapplied} of the payment are left; "
            "ask for at most that much.",
            pointer="/references",
        )
    return wishes


def oldest_first(invoices: Iterable[Invoice]) -> Sequence[Wish]:
    """The order in which money without instructions pays: the longest due first."""
    by_age = sorted(invoices, key=lambda i: (i.due_date, i.issued.external_id))
    return [Wish(invoice.issued.invoice_id, None) for invoice in by_age]


def allocate(
    available: Money, wishes: Iterable[Wish], balances: Mapping[InvoiceId, Money]
) -> tuple[Allocation, ...]:
    """Fulfil wishes in order, each up to what is owed and what is left; the rest stays unapplied."""
    given: dict[InvoiceId, Money] = {}
    for invoice_id, amount in wishes:
        nothing = Money.zero(available.currency)
        owed = balances[invoice_id] - given.get(invoice_id, nothing)
        part = min(available, owed if amount is None else min(amount, owed))
        if part:
            given[invoice_id] = given.get(invoice_id, nothing) + part
            available -= part
    return tuple(Allocation(invoice_id=id, amount=part) for id, part in given.items())
