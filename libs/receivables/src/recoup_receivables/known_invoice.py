"""An invoice as whoever takes slices of it knows it: what each of its terms owes, and to whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from pydantic import Field

from recoup_events.invoice import InvoiceContinued, InvoiceEvent, InvoiceIssued
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_receivables.balance import balances_after


class KnownInvoice(Value):
    invoice_id: InvoiceId = InvoiceId("")
    balances: Mapping[ReceivableId, Money] = Field(default_factory=dict)
    """Of its terms, the soonest due first; none until it has arrived."""
    creditor_id: CreditorId | None = None
    """Whom it is owed to; arrives with the balances."""
    continued_by: InvoiceId | None = None
    """The invoice that is asked for in its place by now."""

    def after(self, event: InvoiceEvent) -> Self:
        update: dict[str, object] = {"balances": balances_after(event, self.balances)}
        if isinstance(event, InvoiceIssued):
            update["creditor_id"] = event.creditor_id
        if isinstance(event, InvoiceContinued):
            update["continued_by"] = event.continued_by
        return self.model_copy(update=update)


def invoices_in(slices: Iterable[Slice]) -> Sequence[InvoiceId]:
    """The invoices that slices are of, each once."""
    return list(dict.fromkeys(slice.invoice_id for slice in slices))
