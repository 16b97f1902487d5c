"""What people did, asked for once more: their decisions are part of the past, as events of others are."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentMoved,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    PauseCause,
    RunReason,
    TaskCompleted,
)
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import Hold, Release, Stop
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.handlers import move_enrolment, start_run
from workflow_scheduler.tasks.domain.commands import CompleteTask
from workflow_scheduler.tasks.domain.task import TASK

Again = Callable[[UnitOfWork, Cause], Awaitable[Any]]
_BY_HAND = (RunReason.RECALLED, RunReason.SECOND_TREATMENT)


def asked_again(envelopes: Sequence[Envelope[Event]]) -> Sequence[Again]:
    """The requests that led to these; none where it is not known how to ask for it.

    What follows from a task's answer is no request of its own.
    """
    answers = [each for each in envelopes if isinstance(each.event, TaskCompleted)]
    found: list[Again] = []
    for envelope in answers or envelopes:
        ask = _ASKS.get(type(envelope.event))
        again = None if ask is None else ask(envelope)
        if again is not None:
            found.append(again)
    return found


def _held(recorded: Envelope[EnrolmentPaused]) -> Again | None:
    event = recorded.event
    if event.cause is not PauseCause.HOLD:
        return None
    amount = None if event.whole else event.amount
    return lambda work, cause: work.execute(
        ENROLMENT, recorded.stream, Hold(now=cause.at, reason=event.reason, amount=amount), cause
    )


def _released(recorded: Envelope[EnrolmentResumed]) -> Again | None:
    if recorded.event.cause is not PauseCause.HOLD:
        return None
    return lambda work, cause: work.execute(
        ENROLMENT, recorded.stream, Release(now=cause.at), cause
    )


def _stopped(recorded: Envelope[EnrolmentEnded]) -> Again | None:
    event = recorded.event
    if event.outcome is not Outcome.STOPPED:
        return None
    return lambda work, cause: work.execute(
        ENROLMENT, recorded.stream, Stop(now=cause.at, reason=event.reason), cause
    )


def _started(recorded: Envelope[EnrolmentStarted]) -> Again | None:
    event = recorded.event
    if event.reason not in _BY_HAND:
        return None
    return lambda work, cause: start_run(
        work, recorded.stream, event.reason, event.note or "", event.workflow_id, cause
    )


def _moved(recorded: Envelope[EnrolmentMoved]) -> Again:
    event = recorded.event
    return lambda work, cause: move_enrolment(
        work,
        recorded.stream,
        event.workflow_id,
        event.reason,
        cause,
        milder_reason=event.milder_reason,
    )


def _completed(recorded: Envelope[TaskCompleted]) -> Again:
    """Where what followed from the answer does not fit, the answer alone is given again."""
    event = recorded.event
    command = CompleteTask(disposition=event.disposition, call_id=event.call_id, note=event.note)
    return lambda work, cause: work.execute(TASK, recorded.stream, command, cause)


_ASKS: Mapping[type[Event], Callable[[Envelope[Any]], Again | None]] = {
    EnrolmentPaused: _held,
    EnrolmentResumed: _released,
    EnrolmentEnded: _stopped,
    EnrolmentStarted: _started,
    EnrolmentMoved: _moved,
    TaskCompleted: _completed,
}
