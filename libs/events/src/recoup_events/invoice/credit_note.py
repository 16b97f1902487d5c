"""Credit notes: what a customer need not pay, and which invoices it is applied to."""

from datetime import date

from recoup_events.invoice.allocation import Allocation
from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.ids import ERP, CreditNoteId, CreditorId, CustomerId, DisputeId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money


class CreditNoteIssued(Described, InvoiceEvent, type="credit_note.issued.v1"):
    """Issued by the ERP, or granted by a dispute that was upheld."""

    credit_note_id: CreditNoteId
    customer_id: CustomerId
    creditor_id: CreditorId
    source: str = ERP
    """The system that names it so; its ids are its own."""
    external_id: str
    number: str
    amount: Money
    """Tax included."""
    tax: Money | None = None
    issue_date: date
    reason: str
    dispute_id: DisputeId | None = None


class CreditNoteAllocated(InvoiceEvent, type="credit_note.allocated.v1"):
    credit_note_id: CreditNoteId
    customer_id: CustomerId
    allocations: tuple[Allocation, ...]
    unapplied: Money
    """What stays on account after this allocation."""


class CreditNoteUnallocated(InvoiceEvent, type="credit_note.unallocated.v1"):
    """Parts of it are on account again."""

    credit_note_id: CreditNoteId
    customer_id: CustomerId
    allocations: tuple[Allocation, ...]
    """With the amounts that were taken off."""
    unapplied: Money
    unallocated_on: date
    reason: str
    held: bool = False
    """A person took it off: it waits for that person, and no policy applies it."""


class CreditNoteCancelled(InvoiceEvent, type="credit_note.cancelled.v1"):
    """It is worth nothing any more; what it was applied to is owed again."""

    credit_note_id: CreditNoteId
    customer_id: CustomerId
    amount: Money
    effective_on: date
    reason: str


class CreditNoteMetadataChanged(
    MetadataChanged, InvoiceEvent, type="credit_note.metadata_changed.v1"
):
    """Its metadata are these now."""

    credit_note_id: CreditNoteId
    customer_id: CustomerId
