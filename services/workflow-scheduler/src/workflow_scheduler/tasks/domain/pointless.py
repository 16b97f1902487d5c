"""When there is no reason left to call: a task closes with what happened to its enrolment."""

from collections.abc import Iterable, Mapping

from recoup_compliance.conditions import StandingCondition
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId
from recoup_events.workflow_scheduler import (
    ClosingReason,
    EnrolmentEnded,
    EnrolmentPaused,
    Outcome,
    PauseCause,
)
from workflow_scheduler.enrolments.domain.events import OwedChanged, SliceResized
from workflow_scheduler.enrolments.domain.restraints import STANDS_STILL

_OUTCOMES: Mapping[Outcome, ClosingReason] = {
    Outcome.PAID: ClosingReason.PAID,
    Outcome.CANCELLED: ClosingReason.CANCELLED,
    Outcome.WRITTEN_OFF: ClosingReason.WRITTEN_OFF,
    Outcome.STOPPED: ClosingReason.STOPPED,
    Outcome.NOT_CHASED: ClosingReason.NOT_CHASED,
    Outcome.HANDED_TO_COURT: ClosingReason.LAST_RESORT,
    Outcome.LIEN_FILED: ClosingReason.LAST_RESORT,
    Outcome.PLACED: ClosingReason.LAST_RESORT,
}
"""An enrolment that is exhausted leaves the decision to a person, by a task; conditions see below."""
_PAUSES: Mapping[PauseCause, ClosingReason] = {
    PauseCause.DISPUTE: ClosingReason.SET_ASIDE,
    PauseCause.PLAN: ClosingReason.SET_ASIDE,
    PauseCause.PROMISE: ClosingReason.PROMISED,
    PauseCause.RESERVE: ClosingReason.SET_ASIDE,
    PauseCause.HOLD: ClosingReason.HELD,
    PauseCause.EXCEPTION: ClosingReason.HELD,
    PauseCause.ON_RELEASE: ClosingReason.HELD,
}


def closed_by(event: Event) -> ClosingReason | None:
    """What an event of the enrolment makes of its tasks."""
    match event:
        case EnrolmentEnded(outcome=outcome):
            return _OUTCOMES.get(outcome)
        case EnrolmentPaused(cause=cause, chased=chased) if not chased:
            return _PAUSES.get(cause)
        case SliceResized(chased=chased) if not chased:
            return ClosingReason.SET_ASIDE
        case OwedChanged(balance=balance, chased=chased) if balance and not chased:
            return ClosingReason.SET_ASIDE
        case _:
            return None


def closed_by_conditions(
    in_force: Iterable[StandingCondition], creditor_id: CreditorId | None
) -> ClosingReason | None:
    """What a condition makes of a task in the name of a creditor, or of all of the tenant's."""
    for each in in_force:
        if each.effect.stops in STANDS_STILL and _binds(each, creditor_id):
            return ClosingReason(each.condition.value)
    return None


def _binds(standing: StandingCondition, creditor_id: CreditorId | None) -> bool:
    """One creditor's condition leaves the others something to do."""
    if creditor_id is None:
        return standing.effect.binds_all_creditors or standing.creditor_id is None
    return standing.binds(creditor_id)
