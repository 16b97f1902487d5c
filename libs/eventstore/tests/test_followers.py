"""A feature follows another's event in the same unit of work: both are recorded, or neither."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START
from recoup_eventstore.work import UnitOfWork
from recoup_testing.counter import COUNTER, LIMIT, AlarmSet, Count, Counted, SetAlarm, TooHigh
from recoup_testing.ids import counted_ids

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CAUSE = Cause(at=NOON, actor="test", correlation_id=UUID(int=7))
FIRST = COUNTER.stream(TenantId("acme"), "cus_1", "1")
SECOND = COUNTER.stream(TenantId("acme"), "cus_1", "2")


async def count_along(work: UnitOfWork, counted: Envelope[Counted], cause: Cause) -> None:
    """On the other stream; what happens there is not followed again."""
    if counted.stream == FIRST:
        await work.execute(COUNTER, SECOND, Count(by=counted.event.by), cause)


@pytest.fixture
def command_runner() -> CommandRunner:
    return CommandRunner(MemoryStore(), [], counted_ids(), {Counted: [count_along]})


async def count(command_runner: CommandRunner, by: int) -> None:
    async with command_runner.work() as work:
        await work.lock([FIRST.account])
        await work.execute(COUNTER, FIRST, Count(by=by), CAUSE)


async def totals(command_runner: CommandRunner) -> tuple[int, int]:
    async with command_runner.work() as work:
        states = [await work.state(COUNTER, stream) for stream in (FIRST, SECOND)]
        return states[0].total, states[1].total


async def test_what_follows_is_recorded_with_what_it_follows(command_runner: CommandRunner) -> None:
    await count(command_runner, 3)
    feed = await command_runner.store.feed(START, 10)
    assert [row.envelope.stream for row in feed] == [FIRST, SECOND]
    assert {row.envelope.cause.correlation_id for row in feed} == {CAUSE.correlation_id}


async def test_where_what_follows_is_refused_nothing_happened(
    command_runner: CommandRunner,
) -> None:
    async with command_runner.work() as work:
        await work.lock([FIRST.account])
        await work.execute(COUNTER, SECOND, Count(by=LIMIT), CAUSE)
    with pytest.raises(TooHigh):
        await count(command_runner, 1)
    assert await totals(command_runner) == (0, LIMIT)


async def test_other_events_are_not_followed(command_runner: CommandRunner) -> None:
    async with command_runner.work() as work:
        await work.lock([FIRST.account])
        await work.execute(COUNTER, FIRST, SetAlarm(at=NOON), CAUSE)
    [row] = await command_runner.store.feed(START, 10)
    assert isinstance(row.envelope.event, AlarmSet)
