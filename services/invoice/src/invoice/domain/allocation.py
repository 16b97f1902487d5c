"""How money that came in is shared out over invoices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from invoice.domain.owing import Invoice
from recoup_events.ids import InvoiceId
from recoup_events.invoice import Allocation
from recoup_events.money import Money


class Wish(NamedTuple):
    """Pay this invoice: so much, or (``None``) all that is owed on it."""

    invoice_id: InvoiceId
    amount: Money | None


def oldest_first(invoices: Iterable[Invoice]) -> Sequence[Wish]:
    """The order in which money without instructions pays: the longest due first."""
    by_age = sorted(invoices, key=lambda i: (i.issued.due_date, i.issued.external_id))
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
