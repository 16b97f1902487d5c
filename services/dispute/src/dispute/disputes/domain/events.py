"""What only this service needs to remember: by when a dispute has to be looked at."""

from pydantic import AwareDatetime

from recoup_events.dispute import EvidenceFile
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, DisputeId


class ReviewPlanned(Event, type="dispute.review_planned.v1"):
    """The resolution clock was started."""

    dispute_id: DisputeId
    customer_id: CustomerId
    review_at: AwareDatetime


class EvidenceAnnounced(Event, type="dispute.evidence_announced.v1"):
    """Its bytes are awaited."""

    dispute_id: DisputeId
    customer_id: CustomerId
    file: EvidenceFile


class ReviewDue(Event, type="dispute.review_due.v1"):
    """The resolution clock has run out and nobody has decided."""

    dispute_id: DisputeId
    customer_id: CustomerId
