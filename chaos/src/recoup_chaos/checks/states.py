"""What the events of a stream add up to."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from recoup_chaos.evidence.envelopes import envelope
from recoup_chaos.evidence.recorded import RecordedEvent
from recoup_eventstore.decider import Decider
from recoup_service.service import Service

AnyDecider = Decider[Any, Any, Any]


def deciders(service: Service) -> Mapping[str, AnyDecider]:
    """Those whose streams ever want to be woken, by their category."""
    waking = [handler.decider for handler in service.timer_handlers]
    sending = [sending.decider for sending in service.sendings]
    return {decider.category: decider for decider in (*waking, *sending)}


def state(decider: AnyDecider, history: Iterable[RecordedEvent]) -> Any:
    events = (envelope(recorded).event for recorded in history)
    return reduce(decider.evolve, events, decider.initial)
