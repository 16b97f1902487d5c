"""What the dispute service says: which slices are contested, reason, and how it ended."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice

Slices = Annotated[tuple[Slice, ...], Field(min_length=1)]
"""Of one customer, owed to one creditor; one of each receivable, the soonest due first."""


class Reason(StrEnum):
    """Why the debtor contests."""

    NOT_RECEIVED = "not_received"
    QUALITY = "quality"
    PRICE = "price"
    QUANTITY = "quantity"
    DUPLICATE = "duplicate"
    MISSING_DOCUMENT = "missing_document"
    ALREADY_PAID = "already_paid"
    OTHER = "other"


class DisputeEvent(Event, owner="dispute"):
    """An event of the dispute service."""


class DisputeOpened(Described, DisputeEvent, type="dispute.opened.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    creditor_id: CreditorId
    slices: Slices
    reason: Reason
    statement: str
    """The debtor's own words."""


class DisputeMoved(DisputeEvent, type="dispute.moved.v1"):
    """What it contests is asked for on another invoice by now, and contested there."""

    dispute_id: DisputeId
    customer_id: CustomerId
    before: Slices
    """All that it contested, as it was named until now."""
    slices: Slices
    """The same amounts, as they are named from now on."""


class DisputeWithdrawn(DisputeEvent, type="dispute.withdrawn.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    reason: str


class DisputeUpheld(DisputeEvent, type="dispute.upheld.v1"):
    """The debtor is right: all of it is credited."""

    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    credit: Money
    credits: Slices
    """Of each receivable, what is granted."""
    reason: str


class DisputePartlyUpheld(DisputeEvent, type="dispute.partly_upheld.v1"):
    """The debtor is right in part: ``credit`` is credited, those due first come first; the rest is owed."""

    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    credit: Money
    credits: Slices
    """Of each receivable, what is granted."""
    reason: str


class DisputeRejected(DisputeEvent, type="dispute.rejected.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    reason: str


class DisputeMetadataChanged(MetadataChanged, DisputeEvent, type="dispute.metadata_changed.v1"):
    """Its metadata are these now."""

    dispute_id: DisputeId
    customer_id: CustomerId
