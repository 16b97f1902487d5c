"""How money that came in is shared out over invoices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from invoice.allocations.domain.funds import Funds, Share
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total

MOST = 1000
"""Invoices that are paid at once."""


class Wish(NamedTuple):
    """Pay this invoice: so much, or (``None``) all that is owed on it."""

    invoice_id: InvoiceId
    amount: Money | None


def wish_of(nth: int, reference: Reference, invoice: Invoice, funds: Funds) -> Wish:
    """What the ``nth`` reference asks for, if these funds can do it."""
    amount = reference.amount
    if funds.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}, the money in {funds.currency}; "
            "refer to invoices in its currency, or leave the references out to keep it on account.",
            pointer=f"/references/{nth}/invoice",
        )
    if amount is not None and amount.currency != funds.currency:
        raise CurrencyUnacceptable(
            f"The money is in {funds.currency}; allocate it in that currency.",
            pointer=f"/references/{nth}/amount/currency",
        )
    return Wish(invoice.issued.invoice_id, amount)


def check_enough(wishes: Sequence[Wish], funds: Funds) -> None:
    asked = total((wish.amount for wish in wishes if wish.amount), funds.currency)
    if funds.unapplied < asked:
        raise ExceedsBalance(
            f"The references ask for {asked} and only {funds.unapplied} are left; "
            "ask for at most that much.",
            pointer="/references",
        )


def oldest_first(invoices: Iterable[Invoice]) -> Sequence[Wish]:
    """The order in which money without instructions pays: the longest due first."""
    by_age = sorted(invoices, key=lambda i: (i.due_date, i.issued.external_id))
    return [Wish(invoice.issued.invoice_id, None) for invoice in by_age]


def allocate(
    available: Money, wishes: Iterable[Wish], invoices: Mapping[InvoiceId, Invoice]
) -> tuple[Share, ...]:
    """Fulfil wishes in order, each up to what is owed and what is left; the rest stays unapplied."""
    given: dict[InvoiceId, Money] = {}
    nothing = Money.zero(available.currency)
    for id, amount in wishes:
        owed = invoices[id].balance - given.get(id, nothing)
        part = min(available, owed if amount is None else min(amount, owed))
        if part.minor_units > 0:
            given[id] = given.get(id, nothing) + part
            available -= part
    return tuple(Share.of(invoices[id], part) for id, part in given.items())
