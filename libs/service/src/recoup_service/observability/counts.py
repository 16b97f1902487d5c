"""Numbers that a process counts as it works; reading them asks nobody."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.timers import Ticker
from recoup_messaging.consumer import Consumer
from recoup_messaging.relay import Relay
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import (
    APPEND_CONFLICTS,
    APPEND_DURATION,
    CONNECTIONS,
    CONSUMED_MESSAGES,
    CONSUMER_HALTED,
    CONSUMER_LAG,
    EFFECT_DURATION,
    EVENTS_RECORDED,
    LOOP_DONE,
    LOOP_STANDING,
    MOST_CONNECTIONS,
    PROCESS_DURATION,
    SEND_DURATION,
    SENT_MESSAGES,
    TIMERS_FIRED,
)


def of_command_runner(command_runner: CommandRunner) -> Iterator[Sample]:
    for type, count in command_runner.recorded_by_type.items():
        yield Sample(EVENTS_RECORDED, count, [type])
    yield Sample(APPEND_DURATION, command_runner.appending)
    yield Sample(APPEND_CONFLICTS, command_runner.conflicts)


def of_loops(loops: Iterable[PollingLoop], group: str) -> Iterator[Sample]:
    """``group`` is what the service is called among Kafka's readers."""
    for loop in loops:
        yield Sample(LOOP_DONE, loop.done, [loop.name])
        since = None if loop.standstill is None else loop.standstill.since
        yield Sample(LOOP_STANDING, 0 if since is None else monotonic() - since, [loop.name])
        match loop:
            case Relay():
                yield from _of_relay(loop)
            case Consumer():
                yield from _of_consumer(loop, group)
            case Ticker():
                yield from (Sample(TIMERS_FIRED, n, [name]) for name, n in loop.fired.items())
            case Effects():
                yield from _of_effects(loop)
            case _:
                continue


def of_pools(pools: Pools) -> Iterator[Sample]:
    for name, pool in (("app", pools.app), ("worker", pools.worker)):
        idle = pool.get_idle_size()
        yield Sample(CONNECTIONS, idle, [name, "idle"])
        yield Sample(CONNECTIONS, pool.get_size() - idle, [name, "used"])
        yield Sample(MOST_CONNECTIONS, pool.get_max_size(), [name])


def _of_relay(relay: Relay) -> Iterator[Sample]:
    labels = ("kafka", "send", relay.topic)
    yield Sample(SENT_MESSAGES, relay.sent, labels)
    for error, durations in relay.sending.items():
        yield Sample(SEND_DURATION, durations, (*labels, error))


def _of_consumer(consumer: Consumer, group: str) -> Iterator[Sample]:
    for at, records in consumer.lag.items():
        partition = (at.topic, str(at.partition))
        yield Sample(CONSUMER_LAG, records, partition)
        yield Sample(CONSUMER_HALTED, at in consumer.halted, partition)
    for topic, records in consumer.consumed.items():
        yield Sample(CONSUMED_MESSAGES, records, ("kafka", "process", topic, group))
    for topic, outcomes in consumer.processing.items():
        for error, durations in outcomes.items():
            yield Sample(PROCESS_DURATION, durations, ("kafka", "process", topic, group, error))


def _of_effects(effects: Effects[Any, Any]) -> Iterator[Sample]:
    for result, durations in effects.performed.items():
        yield Sample(EFFECT_DURATION, durations, [effects.name, result])
