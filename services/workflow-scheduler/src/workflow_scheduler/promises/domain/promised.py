"""The promises over each receivable, oldest first, and those of a customer that are open."""

from collections.abc import Mapping, Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PromiseId
from recoup_events.workflow_scheduler import (
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseReopened,
    PromiseWithdrawn,
)
from recoup_eventstore.decider import View
from workflow_scheduler.promises.domain.promise import PromiseState

_MOVES = (PromiseMade, PromiseKept, PromiseReopened, PromiseBroken, PromiseWithdrawn)
STATES: Mapping[type[Event], PromiseState] = {
    PromiseMade: PromiseState.OPEN,
    PromiseKept: PromiseState.KEPT,
    PromiseReopened: PromiseState.OPEN,
    PromiseBroken: PromiseState.BROKEN,
    PromiseWithdrawn: PromiseState.WITHDRAWN,
}


class Promised(Value):
    """What was promised of one receivable; what was withdrawn is forgotten."""

    promises: Mapping[PromiseId, PromiseState] = {}

    @property
    def open(self) -> Sequence[PromiseId]:
        return [id for id, state in self.promises.items() if state is PromiseState.OPEN]

    @property
    def broken(self) -> int:
        return sum(state is PromiseState.BROKEN for state in self.promises.values())


def _receivables(event: Event) -> Sequence[str]:
    return [slice.receivable_id for slice in event.slices] if isinstance(event, _MOVES) else ()


def _follow(known: Promised, recorded: Envelope[Event]) -> Promised:
    event = recorded.event
    if not isinstance(event, _MOVES):
        return known
    state = STATES[type(event)]
    promises = {**known.promises, event.promise_id: state}
    if state is PromiseState.WITHDRAWN:
        del promises[event.promise_id]
    return Promised(promises=promises)


PROMISED = View("promised", Promised(), _receivables, _follow)


class OpenPromise(Value):
    due_on: str | None = None
    """``None`` once it is over."""


def _promises(event: Event) -> Sequence[str]:
    return (event.promise_id,) if isinstance(event, _MOVES) else ()


def _opened(known: OpenPromise, recorded: Envelope[Event]) -> OpenPromise:
    match recorded.event:
        case PromiseMade(due_on=day):
            return OpenPromise(due_on=day.isoformat())
        case PromiseReopened():
            return OpenPromise(due_on="reopened")
        case _:
            return OpenPromise()


OPEN_PROMISES = View(
    "open_promises", OpenPromise(), _promises, _opened, place=lambda promise: promise.due_on
)
