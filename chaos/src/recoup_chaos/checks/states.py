"""What the facts of a stream add up to."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from recoup_chaos.evidence.envelopes import envelope
from recoup_chaos.evidence.said import Said
from recoup_eventstore.decider import Decider
from recoup_service.house import House

AnyDecider = Decider[Any, Any, Any]


def deciders(house: House) -> Mapping[str, AnyDecider]:
    """Those whose streams ever want to be woken, by their category."""
    waking = [alarm.decider for alarm in house.alarms]
    sending = [sending.decider for sending in house.sendings]
    return {decider.category: decider for decider in (*waking, *sending)}


def state(decider: AnyDecider, history: Iterable[Said]) -> Any:
    facts = (envelope(said).fact for said in history)
    return reduce(decider.evolve, facts, decider.initial)
