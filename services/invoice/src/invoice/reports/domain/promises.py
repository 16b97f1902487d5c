"""Promises to pay, as far as the workflow-scheduler has said: what is promised, by when, and what came of it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from recoup_events import workflow_scheduler as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PromiseId
from recoup_events.kernel.money import Money, total
from recoup_eventstore.decider import View

_REMAINS = (
    events.PromisePaymentMatched,
    events.PromisePaymentUnmatched,
    events.PromiseReduced,
)
_MOVES = (
    events.PromiseMade,
    events.PromiseKept,
    events.PromiseBroken,
    events.PromiseWithdrawn,
    events.PromiseReopened,
)
FOLLOWED = (*_REMAINS, *_MOVES)


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class KnownPromise(Value):
    promise_id: PromiseId = PromiseId("")
    creditor_id: str = ""
    due_on: date = date.min
    promised: Money | None = None
    """``None`` before its beginning has arrived."""
    remaining: Money | None = None
    state: PromiseState = PromiseState.OPEN


def _documents(event: Event) -> Sequence[str]:
    return [event.promise_id] if isinstance(event, FOLLOWED) else []


def _evolve(known: KnownPromise, received: Envelope[Event]) -> KnownPromise:
    event = received.event
    match event:
        case events.PromiseMade(slices=slices):
            amounts = [each.amount for each in slices]
            promised = total(amounts, amounts[0].currency)
            return KnownPromise(
                promise_id=event.promise_id,
                creditor_id=event.creditor_id,
                due_on=event.due_on,
                promised=promised,
                remaining=promised,
            )
        case _ if known.promised is None:
            return known
        case (
            events.PromisePaymentMatched(remaining=remaining)
            | events.PromisePaymentUnmatched(remaining=remaining)
            | events.PromiseReduced(remaining=remaining)
        ):
            return known.model_copy(update={"remaining": remaining})
        case events.PromiseReopened(remaining=remaining):
            return _moved(known, PromiseState.OPEN, remaining)
        case events.PromiseBroken(remaining=remaining):
            return _moved(known, PromiseState.BROKEN, remaining)
        case events.PromiseKept():
            return _moved(known, PromiseState.KEPT, Money.zero(known.promised.currency))
        case events.PromiseWithdrawn():
            return _moved(known, PromiseState.WITHDRAWN, Money.zero(known.promised.currency))
        case _:
            return known


def _moved(known: KnownPromise, state: PromiseState, remaining: Money) -> KnownPromise:
    return known.model_copy(update={"state": state, "remaining": remaining})


def _by_day(known: KnownPromise) -> str | None:
    return None if known.promised is None else f"{known.due_on}"


PROMISES = View(
    "promises_of_customer",
    KnownPromise(),
    _documents,
    _evolve,
    subscribes=FOLLOWED,
    place=_by_day,
    own_id="promise_id",
)
