"""What a process counts as it works, as an operator sees it."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from httpx import AsyncClient

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.durations import Durations
from recoup_eventstore.memory.store import MemoryStore
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.memory.outbox import MemoryOutbox, MemorySlots
from recoup_service.loops import Loops, loops_of, subscriptions_of
from recoup_service.observability.counts import of_command_runner, of_loops
from recoup_service.observability.delays import TICK_SECONDS, noticing
from recoup_service.observability.gauges import consumer_gauge, relay_gauge, timer_gauge
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.meters import Meter, Sample
from recoup_service.observability.metrics import (
    APPEND_DURATION,
    CONSUMED_MESSAGES,
    CONSUMER_LAG_SECONDS,
    EVENTS_RECORDED,
    PROCESS_DURATION,
    RELAY_LAG,
    RELAY_LAG_SECONDS,
    REQUESTS_REPLAYED,
    SEND_DURATION,
    SENT_MESSAGES,
    TIMER_OVERDUE,
)
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import PATIENCE_SECONDS, eventually, running, settled

SENT = ("kafka", "send", "recoup.invoice")
HEARD = ("kafka", "process", "recoup.invoice", "invoice")


def toy_loops(
    settings: Settings, command_runner: CommandRunner, store: MemoryStore, clock: TurnedClock
) -> Loops:
    service, bus = sample_service.build(settings), MemoryBus()
    outbox = MemoryOutbox(MemorySlots(store), "worker")
    source = bus.source(service.name, subscriptions_of(service).topics)
    return loops_of(service, command_runner, clock, outbox, bus, source)


def read(samples: list[Sample], meter: Meter) -> Mapping[tuple[str, ...], float]:
    """By labels; of durations, how many."""
    return {
        tuple(s.labels): sum(s.value.counts) if isinstance(s.value, Durations) else s.value
        for s in samples
        if s.meter is meter
    }


async def test_what_is_said_sent_and_heard_is_counted(
    client: AsyncClient,
    settings: Settings,
    command_runner: CommandRunner,
    memory_store: MemoryStore,
    clock: TurnedClock,
) -> None:
    loops = toy_loops(settings, command_runner, memory_store, clock)
    async with running(*loops.all):
        await client.post("/v1/counters", json={"id": "c", "by": 3})
        await settled(*loops.all)
    seen = [*of_command_runner(command_runner), *of_loops(loops.all, "invoice")]
    assert read(seen, EVENTS_RECORDED) == {("counter.counted.v1",): 2}
    assert read(seen, APPEND_DURATION) == {(): 2}
    assert read(seen, SENT_MESSAGES) == {SENT: 2}
    assert set(read(seen, SEND_DURATION)) == {(*SENT, "")}
    assert read(seen, CONSUMED_MESSAGES) == {HEARD: 2}
    assert set(read(seen, PROCESS_DURATION)) == {(*HEARD, "")}


async def test_what_waits_is_as_old_as_what_was_said_first(
    client: AsyncClient,
    settings: Settings,
    command_runner: CommandRunner,
    memory_store: MemoryStore,
    clock: TurnedClock,
) -> None:
    loops = toy_loops(settings, command_runner, memory_store, clock)
    await client.post("/v1/counters", json={"id": "c"})
    clock.turn(timedelta(minutes=1))
    await client.post("/v1/counters", json={"id": "d"})
    clock.turn(timedelta(minutes=1))
    seen = list(await relay_gauge(loops.relay, clock)())
    assert (read(seen, RELAY_LAG), read(seen, RELAY_LAG_SECONDS)) == ({(): 2}, {(): 120})
    assert read(list(await timer_gauge(memory_store, clock)()), TIMER_OVERDUE) == {(): 0}
    assert loops.consumer is not None
    async with running(*loops.all):
        await settled(*loops.all)
        late = read(list(await consumer_gauge(loops.consumer, clock)()), CONSUMER_LAG_SECONDS)
        assert set(late.values()) == {0}


async def test_an_answer_given_again_is_counted(client: AsyncClient, http: HttpMetrics) -> None:
    for _ in range(3):
        await client.post("/v1/counters", json={"id": "c"}, headers={"Idempotency-Key": "once"})
    assert read(list(http.samples()), REQUESTS_REPLAYED) == {(): 2}


async def test_a_process_that_is_busy_with_one_thing_comes_back_late_to_others() -> None:
    delays = Durations()

    async def noticed() -> bool:
        return sum(delays.counts) > 0

    async with asyncio.timeout(PATIENCE_SECONDS), noticing(delays):
        await asyncio.sleep(0)
        _hold_everything_up(2 * TICK_SECONDS)
        await eventually(noticed)
    assert delays.seconds >= TICK_SECONDS * 0.9


def _hold_everything_up(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while loop.time() < until:
        pass
