"""What the dispute service says: which slice is contested, reason, and how it ended."""

from enum import StrEnum

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice


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
    slice: Slice
    reason: Reason
    statement: str
    """The debtor's own words."""


class DisputeWithdrawn(DisputeEvent, type="dispute.withdrawn.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    slice: Slice
    reason: str


class DisputeUpheld(DisputeEvent, type="dispute.upheld.v1"):
    """The debtor is right: the whole slice is credited."""

    dispute_id: DisputeId
    customer_id: CustomerId
    slice: Slice
    credit: Money
    reason: str


class DisputePartlyUpheld(DisputeEvent, type="dispute.partly_upheld.v1"):
    """The debtor is right in part: ``credit`` of the slice is credited, the rest is owed."""

    dispute_id: DisputeId
    customer_id: CustomerId
    slice: Slice
    credit: Money
    reason: str


class DisputeRejected(DisputeEvent, type="dispute.rejected.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    slice: Slice
    reason: str


class DisputeMetadataChanged(MetadataChanged, DisputeEvent, type="dispute.metadata_changed.v1"):
    """Its metadata are these now."""

    dispute_id: DisputeId
    customer_id: CustomerId
