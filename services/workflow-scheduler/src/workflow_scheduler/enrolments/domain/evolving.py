"""What each event means to an enrolment."""

from typing import Any

from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentMoved,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    MeasureTaken,
    ReminderRequested,
    StepDue,
    StepHeld,
    StepReleased,
)
from workflow_scheduler.enrolments.domain.enrolment import (
    OWED_NO_MORE,
    AsideEvent,
    ChaseEvent,
    ClockEvent,
    Enrolment,
    EnrolmentEvent,
    NotEnrolled,
    Planned,
    ProgressEvent,
    SliceEvent,
    State,
)
from workflow_scheduler.enrolments.domain.events import (
    ChaseChanged,
    ClockStarted,
    ClockStopped,
    EnrolmentPlanned,
    Hastened,
    LastStep,
    OwedChanged,
    RepeatPlanned,
    SliceResized,
    StepPassed,
    StepPlanned,
    TaskAsked,
    TermsFollowed,
)
from workflow_scheduler.enrolments.domain.slices import Pause, put, without


def evolve(state: State, event: EnrolmentEvent) -> State:
    """Fold one event into the enrolment; an event has happened and is never refused."""
    if isinstance(event, EnrolmentPlanned):
        return _planned(state, event)
    if isinstance(state, NotEnrolled):
        return state
    if isinstance(event, SliceEvent):
        return state.model_copy(update={"pauses": _pauses(state, event)})
    if isinstance(event, AsideEvent):
        return state.model_copy(update=_aside(state, event))
    if isinstance(event, ProgressEvent):
        return state.model_copy(update=_progress(state, event))
    if isinstance(event, ClockEvent):
        return state.model_copy(update=_clock(event))
    return state.model_copy(update=_chase(state, event))


def _planned(state: State, event: EnrolmentPlanned) -> Enrolment:
    """What is left out stays so in a new run, or on another workflow."""
    planned = Enrolment(**dict(event))
    if isinstance(state, NotEnrolled):
        return planned.model_copy(
            update={"came_at_level": 0 if event.last is None else event.last.level}
        )
    kept: dict[str, Any] = {"pauses": state.pauses, "stood_since": state.stood_since}
    kept["came_at_level"] = state.came_at_level
    if state.outcome is None:
        kept["repeating"] = state.repeating
    kept |= {"run": state.run, "run_reason": state.run_reason}
    return planned.model_copy(update=kept)


def _pauses(enrolment: Enrolment, event: SliceEvent) -> tuple[Pause, ...]:
    match event:
        case EnrolmentPaused(cause=cause, cause_id=cause_id, reason=reason):
            amount = None if event.whole else event.amount
            pause = Pause(cause=cause, cause_id=cause_id, amount=amount, reason=reason)
            return put(enrolment.pauses, pause)
        case SliceResized(cause=cause, cause_id=cause_id, amount=amount):
            return put(enrolment.pauses, Pause(cause=cause, cause_id=cause_id, amount=amount))
        case EnrolmentResumed(cause=cause, cause_id=cause_id):
            return without(enrolment.pauses, cause, cause_id)


def _progress(enrolment: Enrolment, event: ProgressEvent) -> dict[str, Any]:
    match event:
        case StepPlanned():
            planned = Planned(step=event.step, at=event.planned_for, round_id=event.round_id)
            return {"planned": planned, "taken": enrolment.taken + len(event.passed)}
        case StepDue():
            step = enrolment.remaining[0]
            last = LastStep(step=step.name, level=step.level, on=event.taken_on)
            taken = enrolment.taken + 1
            fresh = {"stood_days": 0, "hastened_on": None}
            return {"planned": None, "taken": taken, "last": last, **fresh}
        case Hastened(passed=passed, on=day):
            taken = enrolment.taken + len(passed)
            return {"planned": None, "taken": taken, "hastened_on": day}
        case StepHeld(review_at=at):
            return {"planned": Planned(step=event.step, at=at, held=event)}
        case StepReleased():
            let_go = event.step if event.overridden else enrolment.overridden
            return {"planned": None, "overridden": let_go}
        case TaskAsked() | ReminderRequested() | MeasureTaken():
            return {}


def _aside(enrolment: Enrolment, event: AsideEvent) -> dict[str, Any]:
    match event:
        case StepPassed():
            taken, passed = enrolment.taken + 1, (*enrolment.passed, event.passed)
            return {"planned": None, "taken": taken, "passed": passed}
        case RepeatPlanned():
            others = (each for each in enrolment.repeating if each.step != event.step)
            return {"repeating": (*others, event)}


def _clock(event: ClockEvent) -> dict[str, Any]:
    match event:
        case ClockStopped(on=day):
            return {"planned": None, "stood_since": day}
        case ClockStarted(stood_days=days):
            return {"stood_since": None, "stood_days": days}
        case ChaseChanged(chase=chase, chase_from=day):
            return {"planned": None, "chase": chase, "chase_from": day}
        case TermsFollowed():
            named = ("due_date", "time_zone", "country", "subdivision")
            return {"planned": None, **{name: getattr(event, name) for name in named}}


def _chase(enrolment: Enrolment, event: ChaseEvent) -> dict[str, Any]:
    match event:
        case EnrolmentStarted(run=run, reason=reason):
            return {"outcome": None, "reason": None, "run": run, "run_reason": reason}
        case EnrolmentEnded(outcome=outcome, reason=reason) if outcome in OWED_NO_MORE:
            nothing = Money.zero(enrolment.balance.currency)
            return {"outcome": outcome, "reason": reason, "balance": nothing}
        case EnrolmentEnded(outcome=outcome, reason=reason):
            return {"outcome": outcome, "reason": reason}
        case EnrolmentMoved():
            return {}  # what is different stands in what was planned with it
        case OwedChanged(balance=balance):
            return {"balance": balance}
