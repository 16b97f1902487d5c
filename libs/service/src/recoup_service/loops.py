"""The background work of a house, put together from what it declares."""

from collections.abc import Sequence
from dataclasses import dataclass

from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.effects import Effects
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ticker import Ticker
from recoup_messaging.consumer import Consumer
from recoup_messaging.listening import Listening
from recoup_messaging.ports import Outbox, Publisher, Source
from recoup_messaging.relay import Relay
from recoup_service.house import House
from recoup_service.housekeeping import Housekeeping


@dataclass(frozen=True, slots=True)
class Loops:
    """Everything that runs beside the API; there is no consumer where nothing is heard."""

    relay: Relay
    consumer: Consumer | None
    deciding: Sequence[PollingLoop]
    """Ticker and effects, woken like the relay by what is recorded."""
    following: Sequence[PollingLoop]
    """Read models and housekeeping."""

    @property
    def all(self) -> list[PollingLoop]:
        listening = [] if self.consumer is None else [self.consumer]
        return [self.relay, *listening, *self.deciding, *self.following]


def loops_of(
    house: House,
    desk: Desk,
    clock: Clock,
    outbox: Outbox,
    publisher: Publisher,
    source: Source,
    following: Sequence[PollingLoop] = (),
) -> Loops:
    """Over these ports, real ones or memory twins; ``following`` are the read models' runners."""
    listening = listening_of(house)
    deciding: list[PollingLoop] = [
        Effects(desk, clock, house.name, sending.decider, sending.timer, sending.effect)
        for sending in house.sendings
    ]
    if house.alarms:
        deciding.append(Ticker(desk, clock, house.name, house.alarms))
    loops = Loops(
        relay=Relay(outbox, publisher, house.package),
        consumer=Consumer(desk, source, listening, clock) if listening.topics else None,
        deciding=deciding,
        following=[*following, Housekeeping(desk.store, clock)],
    )
    for loop in (loops.relay, *deciding, *following):
        desk.when_recorded(loop.wake)
    return loops


def listening_of(house: House) -> Listening:
    """What the house reacts to, and what its views follow."""
    return Listening(house.hearings, house.views, actor=house.name)
