import asyncio
from datetime import timedelta

from httpx import AsyncClient

from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.memory.outbox import MemoryOutbox, MemorySlots
from recoup_service.loops import Loops, loops_of, subscriptions_of
from recoup_service.run_until_stopped import running
from recoup_service.service import Service
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, SetAlarm

ACME = TenantId("acme")


def _in_memory(
    service: Service, command_runner: CommandRunner, store: MemoryStore, clock: TurnedClock
) -> Loops:
    bus = MemoryBus()
    outbox = MemoryOutbox(MemorySlots(store), "worker")
    source = bus.source(service.name, subscriptions_of(service).topics)
    return loops_of(service, command_runner, clock, outbox, bus, source)


async def _all_quiet(loops: Loops) -> None:
    async with asyncio.timeout(10):
        while True:
            if all([await loop.quiet() for loop in loops.all]):
                return
            await asyncio.sleep(0.01)


async def test_a_whole_service_runs_in_memory(
    client: AsyncClient,
    settings: Settings,
    command_runner: CommandRunner,
    memory_store: MemoryStore,
    clock: TurnedClock,
) -> None:
    loops = _in_memory(sample_service.build(settings), command_runner, memory_store, clock)
    async with running(loops.all):
        await client.post("/v1/counters", json={"id": "c", "by": 3})
        await _all_quiet(loops)
    assert (await client.get("/v1/counters/c-echo")).json()["total"] == 3


async def test_a_timer_rings_when_its_moment_has_come(
    settings: Settings, command_runner: CommandRunner, memory_store: MemoryStore, clock: TurnedClock
) -> None:
    loops = _in_memory(sample_service.build(settings), command_runner, memory_store, clock)
    account, stream = Account(ACME, "c"), COUNTER.stream(ACME, "c", "c")
    cause = Cause(at=clock.now(), actor="test", correlation_id=command_runner.new_id())
    async with command_runner.work() as work:
        await work.lock([account])
        await work.execute(COUNTER, stream, SetAlarm(at=clock.now() + timedelta(hours=1)), cause)
    clock.turn(timedelta(hours=1))
    async with running(loops.all):
        await _all_quiet(loops)
    assert await memory_store.next_due() is None


def test_a_service_that_receives_nothing_has_no_consumer(
    settings: Settings, command_runner: CommandRunner, memory_store: MemoryStore, clock: TurnedClock
) -> None:
    deaf = Service("invoice", settings, title="Deaf", description="")
    loops = _in_memory(deaf, command_runner, memory_store, clock)
    assert loops.consumer is None
    assert [loop.name for loop in loops.all] == ["relay", "housekeeping"]
