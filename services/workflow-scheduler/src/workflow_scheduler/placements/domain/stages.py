"""Where a placement stands, and which of its events end it."""

from collections.abc import Mapping
from enum import StrEnum

from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementActivityReported,
    PlacementApproved,
    PlacementBalanceChanged,
    PlacementContactReported,
    PlacementDeclined,
    PlacementDisputeReported,
    PlacementHardshipReported,
    PlacementLapsed,
    PlacementOfferDecided,
    PlacementOfferReported,
    PlacementProposed,
    PlacementRecalled,
    PlacementRecallRequested,
    PlacementRejected,
    PlacementRemitted,
    PlacementResumed,
    PlacementReturned,
    PlacementSuspended,
)

PlacementReported = (
    PlacementActivityReported
    | PlacementContactReported
    | PlacementHardshipReported
    | PlacementDisputeReported
    | PlacementOfferReported
)
Ended = (
    PlacementRejected | PlacementDeclined | PlacementLapsed | PlacementRecalled | PlacementReturned
)
Recorded = (
    PlacementProposed
    | PlacementApproved
    | PlacementAccepted
    | PlacementBalanceChanged
    | PlacementSuspended
    | PlacementResumed
    | PlacementRecallRequested
    | PlacementOfferDecided
    | PlacementRemitted
    | PlacementReported
    | Ended
)


class Stage(StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    """Approved, and the agency has not answered yet."""
    PLACED = "placed"
    RECALLING = "recalling"
    """The agency reports what is open, and then it is recalled."""
    REJECTED = "rejected"
    DECLINED = "declined"
    LAPSED = "lapsed"
    RECALLED = "recalled"
    RETURNED = "returned"


AT_AGENCY = (Stage.PLACED, Stage.RECALLING)
SEEN_BY_AGENCY = (Stage.OFFERED, *AT_AGENCY)
"""Those of which the agency is told what changes."""
ENDS: Mapping[type[Event], Stage] = {
    PlacementRejected: Stage.REJECTED,
    PlacementDeclined: Stage.DECLINED,
    PlacementLapsed: Stage.LAPSED,
    PlacementRecalled: Stage.RECALLED,
    PlacementReturned: Stage.RETURNED,
}
