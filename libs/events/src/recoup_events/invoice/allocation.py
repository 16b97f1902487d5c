"""Allocations: which receivable a part of a payment or a credit note is for."""

from datetime import date

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, CustomerId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class Allocation(Value):
    """The part of a payment or of a credit note that is for one term of an invoice."""

    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    """Whose invoice it is; of a payment, it may be another customer than the payer."""
    amount: Money
    applied_on: date
    """The day from which it counts on the invoice."""
    automatic: bool = False
    """Nobody named it: it was what was longest due when it was allocated."""
    clearing_document: str | None = None
    """The ERP's document that cleared it, where the ERP has decided what the money pays."""
