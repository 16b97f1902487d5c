"""The background work of a service, put together from what it declares."""

from collections.abc import Sequence
from dataclasses import dataclass

from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.timers import Ticker
from recoup_messaging.consumer import Consumer
from recoup_messaging.ports import Outbox, Publisher, Source
from recoup_messaging.relay import Relay
from recoup_messaging.subscriptions import Subscriptions
from recoup_service.api.request_context import Ports, Reading
from recoup_service.housekeeping import Housekeeping
from recoup_service.service import Service


@dataclass(frozen=True, slots=True)
class Loops:
    """Everything that runs beside the API; there is no consumer where nothing is received."""

    relay: Relay
    consumer: Consumer | None
    deciding: Sequence[PollingLoop]
    """Ticker and effects, woken like the relay by what is recorded."""
    following: Sequence[PollingLoop]
    """Read models and housekeeping."""

    @property
    def all(self) -> list[PollingLoop]:
        consuming = [] if self.consumer is None else [self.consumer]
        return [self.relay, *consuming, *self.deciding, *self.following]


def loops_of(
    service: Service,
    command_runner: CommandRunner,
    clock: Clock,
    outbox: Outbox,
    publisher: Publisher,
    source: Source,
    following: Sequence[PollingLoop] = (),
    reading: Reading | None = None,
    writing: Reading | None = None,
) -> Loops:
    """Over these ports, real ones or memory twins; ``following`` are the read models' runners."""
    subscriptions = subscriptions_of(service)
    ports = Ports(command_runner, clock, reading, writing)
    deciding: list[PollingLoop] = [
        Effects(
            *(command_runner, clock, service.name),
            *(sending.decider, sending.timer, sending.effect(ports)),
        )
        for sending in service.sendings
    ]
    if service.timer_handlers:
        deciding.append(Ticker(command_runner, clock, service.name, service.timer_handlers))
    loops = Loops(
        relay=Relay(outbox, publisher, service.package),
        consumer=Consumer(command_runner, source, subscriptions, clock)
        if subscriptions.topics
        else None,
        deciding=deciding,
        following=[*following, Housekeeping(command_runner.store, clock)],
    )
    for loop in (loops.relay, *deciding, *following):
        command_runner.when_recorded(loop.wake)
    return loops


def subscriptions_of(service: Service) -> Subscriptions:
    """What the service reacts to, and what its views follow."""
    return Subscriptions(service.subscriptions, service.views, actor=service.name)
