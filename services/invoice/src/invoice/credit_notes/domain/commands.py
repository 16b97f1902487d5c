"""What may be asked of a credit note."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from invoice.allocations.domain.funds import Share
from invoice.customers.domain.commands import Positive
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    ERP,
    AllocationId,
    CreditNoteId,
    CreditorId,
    CustomerId,
    DisputeId,
)
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money


class IssueCreditNote(Command):
    credit_note_id: CreditNoteId
    customer_id: CustomerId
    creditor_id: CreditorId
    source: str = ERP
    external_id: str
    number: str
    amount: Positive
    tax: Money | None
    issue_date: date
    reason: str
    dispute_id: DisputeId | None = None
    metadata: Metadata = NO_METADATA


class AllocateCreditNote(Command):
    shares: tuple[Share, ...] = Field(min_length=1)


class UnallocateCreditNote(Command):
    """Let no more than this remain of each allocation."""

    remaining: Mapping[AllocationId, Money]
    reason: str
    today: date
    held: bool = False
    """A person asked for it."""


class CancelCreditNote(Command):
    reason: str
    today: date


CreditNoteCommand = IssueCreditNote | AllocateCreditNote | UnallocateCreditNote | CancelCreditNote
