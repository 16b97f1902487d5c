"""A stated part of what is owed on one receivable; disputes and plans cover slices, never whole debtors."""

from collections.abc import Iterable

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class Slice(Value):
    """``amount`` of the balance of ``receivable_id``, a term of ``invoice_id``; more than zero."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


def first_of(slices: Iterable[Slice], amount: Money) -> tuple[Slice, ...]:
    """So much of them, the first before the others; less where they come to less."""
    found: list[Slice] = []
    for slice in slices:
        part = min(slice.amount, amount)
        if part.minor_units > 0:
            found.append(slice.model_copy(update={"amount": part}))
            amount -= part
    return tuple(found)
