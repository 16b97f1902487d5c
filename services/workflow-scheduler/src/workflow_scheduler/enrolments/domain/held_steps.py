"""The enrolments of a customer whose next step is held, found when proof arrives."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReminderId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    StepDue,
    StepHeld,
    StepReleased,
)
from recoup_eventstore.decider import View


class HeldStep(Value):
    enrolment_id: str = ""
    held: bool = False
    waits_for: tuple[ReminderId, ...] = ()


_CHANGES = (StepHeld, StepReleased, StepDue, EnrolmentEnded)


def _documents(event: Event) -> Sequence[str]:
    return (event.enrolment_id,) if isinstance(event, _CHANGES) else ()


def _evolve(step: HeldStep, recorded: Envelope[Event]) -> HeldStep:
    match recorded.event:
        case StepHeld(waits_for=waits_for):
            return step.model_copy(update={"held": True, "waits_for": waits_for})
        case _ if step.held:
            return HeldStep(enrolment_id=step.enrolment_id)
        case _:
            return step


def _if_held(step: HeldStep) -> str | None:
    return step.enrolment_id if step.held else None


HELD_STEPS = View(
    "held_steps", HeldStep(), _documents, _evolve, place=_if_held, own_id="enrolment_id"
)
