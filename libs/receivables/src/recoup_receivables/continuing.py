"""Slices of an invoice that another one continues are slices of that one."""

from collections.abc import Iterable, Mapping

from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.slices import Slice


def moved(
    slices: Iterable[Slice], to: InvoiceId, continuations: Mapping[ReceivableId, ReceivableId]
) -> tuple[Slice, ...]:
    """The same amounts, one of each receivable; what is of another invoice stays."""
    found: dict[ReceivableId, Slice] = {}
    for slice in slices:
        id = continuations.get(slice.receivable_id)
        if id is not None:
            slice = Slice(invoice_id=to, receivable_id=id, amount=slice.amount)
        if slice.receivable_id in found:
            amount = found[slice.receivable_id].amount + slice.amount
            slice = slice.model_copy(update={"amount": amount})
        found[slice.receivable_id] = slice
    return tuple(found.values())
