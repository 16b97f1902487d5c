"""Which enrolments wait for which round; a round's own stream does not grow with them."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import RoundId
from recoup_events.workflow_scheduler import StepDue, StepHeld
from recoup_eventstore.decider import View
from workflow_scheduler.enrolments.domain.events import (
    ChaseChanged,
    ClockStopped,
    Hastened,
    StepPlanned,
    TermsFollowed,
)


class Waiting(Value):
    round_id: RoundId | None = None


_CHANGES = (StepPlanned, StepDue, StepHeld, ClockStopped, ChaseChanged, TermsFollowed, Hastened)


def _documents(event: Event) -> Sequence[str]:
    return (event.enrolment_id,) if isinstance(event, _CHANGES) else ()


def _evolve(_waiting: Waiting, recorded: Envelope[Event]) -> Waiting:
    event = recorded.event
    return Waiting(round_id=event.round_id) if isinstance(event, StepPlanned) else Waiting()


def _by_round(waiting: Waiting) -> str | None:
    return waiting.round_id


WAITING = View("waiting_for_round", Waiting(), _documents, _evolve, place=_by_round)
