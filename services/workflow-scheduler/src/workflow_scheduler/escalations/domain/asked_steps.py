"""What an enrolment has asked of its customer so far, by level: reminders, and calls that were made."""

from collections.abc import Mapping, Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReminderId
from recoup_events.workflow_scheduler import (
    Disposition,
    EnrolmentStarted,
    ReminderRequested,
    RunReason,
    StepDue,
    TaskCompleted,
    TaskCreated,
    TaskKind,
)
from recoup_eventstore.decider import View

MOST = 24
"""The latest are kept: proof is asked of the level right below."""
ANEW = (RunReason.RECALLED, RunReason.SECOND_TREATMENT)
"""Runs that begin mildly again; what was proven before has been said, and is no proof for them."""
NOBODY = frozenset({Disposition.NOT_REACHED, Disposition.WRONG_NUMBER, Disposition.WRONG_PERSON})
"""How calls end that reached nobody."""


class AskedReminder(Value):
    level: int
    reminder_id: ReminderId


class AskedSteps(Value):
    enrolment_id: str = ""
    latest: int = 0
    """The level of the latest step."""
    reminders: tuple[AskedReminder, ...] = ()
    calls: tuple[int, ...] = ()
    """The levels of calls that were asked for, the latest last."""
    reached: tuple[int, ...] = ()
    """The levels of calls in which somebody was spoken to."""


def _documents(event: Event) -> Sequence[str]:
    match event:
        case ReminderRequested(items=items):
            return list(dict.fromkeys(item.enrolment_id for item in items))
        case TaskCreated(kind=TaskKind.CALL, enrolment_id=str() as id):
            return [id]
        case TaskCompleted(call_id=str(), enrolment_id=str() as id):
            return [id]
        case StepDue(enrolment_id=id):
            return [id]
        case EnrolmentStarted(enrolment_id=id, reason=reason) if reason in ANEW:
            return [id]
        case _:
            return []


def _evolve(asked: AskedSteps, recorded: Envelope[Event]) -> AskedSteps:
    match recorded.event:
        case ReminderRequested() as event:
            return asked.model_copy(update=_reminded(asked, event))
        case StepDue(level=int() as level):
            return asked.model_copy(update={"latest": level})
        case TaskCreated():
            return asked.model_copy(update={"calls": (*asked.calls, asked.latest)[-MOST:]})
        case TaskCompleted(disposition=how) if how not in NOBODY:
            return asked.model_copy(update={"reached": (*asked.reached, asked.latest)[-MOST:]})
        case EnrolmentStarted():
            return AskedSteps(enrolment_id=asked.enrolment_id)
        case _:
            return asked


def _reminded(asked: AskedSteps, event: ReminderRequested) -> Mapping[str, object]:
    own = [
        AskedReminder(level=item.level, reminder_id=event.reminder_id)
        for item in event.items
        if item.enrolment_id == asked.enrolment_id
    ]
    return {"reminders": (*asked.reminders, *own)[-MOST:]}


ASKED_STEPS = View("asked_steps", AskedSteps(), _documents, _evolve, own_id="enrolment_id")
