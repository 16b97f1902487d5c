"""What takes long outside goes on beside what comes later."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, SetAlarm
from recoup_testing.ids import counted_ids
from recoup_testing.loops import eventually, running

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CAUSE = Cause(NOON, "test", UUID(int=7))
STREAMS = [COUNTER.stream(TenantId("acme"), f"cus_{n}", str(n)) for n in range(3)]


class Bells:
    """Those behind the released are not heard until somebody opens it."""

    def __init__(self, *behind: str) -> None:
        self.rung: list[str] = []
        self.behind = behind
        self.released = asyncio.Event()

    async def prepare(self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> str:
        return stream.id

    async def perform(self, prepared: str) -> int:
        if prepared in self.behind:
            await self.released.wait()
        self.rung.append(prepared)
        return 1

    def touches(self, _stream: Stream, _prepared: str, _result: int) -> Sequence[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: int, now: datetime, cause: Cause
    ) -> None:
        await work.execute(COUNTER, stream, Count(by=result), cause)
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


@pytest.fixture
async def command_runner() -> CommandRunner:
    command_runner = CommandRunner(MemoryStore(), [], counted_ids())
    await ask(command_runner, *STREAMS)
    return command_runner


async def ask(command_runner: CommandRunner, *streams: Stream) -> None:
    async with command_runner.work() as work:
        await work.lock(stream.account for stream in streams)
        for stream in streams:
            await work.execute(COUNTER, stream, SetAlarm(at=NOON), CAUSE)


def effects(command_runner: CommandRunner, bells: Bells) -> Effects[str, int]:
    return Effects(command_runner, TurnedClock(NOON), "system:test", COUNTER, "alarm", bells)


async def totals(command_runner: CommandRunner) -> list[int]:
    async with command_runner.work() as work:
        return [(await work.state(COUNTER, stream)).total for stream in STREAMS]


async def test_what_takes_long_holds_up_nothing_that_comes_later(
    command_runner: CommandRunner,
) -> None:
    bells = Bells("0")
    loop = effects(command_runner, bells)
    later = COUNTER.stream(TenantId("acme"), "cus_9", "9")
    async with running(loop):
        await eventually(rung(bells, "1", "2"))
        await ask(command_runner, later)
        loop.wake()
        await eventually(rung(bells, "1", "2", "9"))
        assert not await loop.quiet()
        bells.released.set()
    assert await totals(command_runner) == [1, 1, 1]


async def test_what_is_under_way_is_left_to_its_holder(command_runner: CommandRunner) -> None:
    bells, heir = Bells("0"), Bells()
    loop = effects(command_runner, bells)
    async with running(loop):
        await eventually(rung(bells, "1", "2"))
        assert await effects(command_runner, heir).step() == 0
        bells.released.set()
    assert await totals(command_runner) == [1, 1, 1]


async def test_an_effect_that_is_broken_off_is_free_for_the_next(
    command_runner: CommandRunner,
) -> None:
    bells, heir = Bells("0"), Bells()
    loop = effects(command_runner, bells)
    running_loop = asyncio.create_task(loop.run())
    await eventually(rung(bells, "1", "2"))
    running_loop.cancel()
    await asyncio.gather(running_loop, return_exceptions=True)
    assert await effects(command_runner, heir).step() == 1
    assert await totals(command_runner) == [1, 1, 1]


def rung(bells: Bells, *names: str) -> Callable[[], Awaitable[bool]]:
    async def heard() -> bool:
        return sorted(bells.rung) == list(names)

    return heard
