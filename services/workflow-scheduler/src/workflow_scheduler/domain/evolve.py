"""What an enrolment's facts add up to."""

from typing import Any

from recoup_events.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    ReminderRequested,
    StepDue,
)
from workflow_scheduler.domain.chase import Enrolment, NotEnrolled, State
from workflow_scheduler.domain.facts import (
    CallAsked,
    ClockStarted,
    ClockStopped,
    EnrolmentPlanned,
    OwedChanged,
    SliceResized,
    StepsUsedUp,
)
from workflow_scheduler.domain.slices import Pause, put, without

SliceFact = EnrolmentPaused | SliceResized | EnrolmentResumed
ProgressFact = StepDue | ReminderRequested | CallAsked | StepsUsedUp
ChaseFact = EnrolmentStarted | EnrolmentEnded | OwedChanged | ClockStopped | ClockStarted
EnrolmentFact = EnrolmentPlanned | SliceFact | ProgressFact | ChaseFact
OWED_NO_MORE = (Outcome.PAID, Outcome.CANCELLED)


def evolve(state: State, fact: EnrolmentFact) -> State:
    """Fold one fact into the enrolment; a fact has happened and is never refused."""
    if isinstance(fact, EnrolmentPlanned):
        return Enrolment(taken=fact.passed, **fact.model_dump(exclude={"passed"}))
    if isinstance(state, NotEnrolled):
        return state
    if isinstance(fact, SliceFact):
        return state.model_copy(update={"pauses": _pauses(state, fact)})
    if isinstance(fact, ProgressFact):
        return state.model_copy(update=_progress(state, fact))
    return state.model_copy(update=_chase(state, fact))


def _pauses(enrolment: Enrolment, fact: SliceFact) -> tuple[Pause, ...]:
    match fact:
        case EnrolmentPaused(cause=cause, cause_id=cause_id, reason=reason):
            amount = None if fact.whole else fact.amount
            pause = Pause(cause=cause, cause_id=cause_id, amount=amount, reason=reason)
            return put(enrolment.pauses, pause)
        case SliceResized(cause=cause, cause_id=cause_id, amount=amount):
            return put(enrolment.pauses, Pause(cause=cause, cause_id=cause_id, amount=amount))
        case EnrolmentResumed(cause=cause, cause_id=cause_id):
            return without(enrolment.pauses, cause, cause_id)


def _progress(enrolment: Enrolment, fact: ProgressFact) -> dict[str, Any]:
    match fact:
        case StepDue():
            return {"taken": enrolment.taken + 1}
        case StepsUsedUp():
            return {"gives_up_on_day": fact.gives_up_on_day}
        case ReminderRequested() | CallAsked():
            return {}


def _chase(enrolment: Enrolment, fact: ChaseFact) -> dict[str, Any]:
    match fact:
        case EnrolmentStarted():
            return {"outcome": None, "reason": None}
        case EnrolmentEnded(outcome=outcome, reason=reason) if outcome in OWED_NO_MORE:
            nothing = Money.zero(enrolment.balance.currency)
            return {"outcome": outcome, "reason": reason, "balance": nothing}
        case EnrolmentEnded(outcome=outcome, reason=reason):
            return {"outcome": outcome, "reason": reason}
        case OwedChanged(balance=balance):
            return {"balance": balance}
        case ClockStopped(on=day):
            return {"stood_since": day}
        case ClockStarted(shift_days=days):
            return {"stood_since": None, "shift_days": days}
