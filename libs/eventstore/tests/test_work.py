"""The loop: load, fold, decide, append, and forget what one refused message would have done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import View
from recoup_eventstore.errors import StreamConflict, UnlockedAccount
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START
from recoup_eventstore.work import UnitOfWork
from recoup_testing.counter import COUNTER, LIMIT, Count, Counted, SetAlarm, TooHigh
from recoup_testing.ids import counted_ids

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CAUSE = Cause(at=NOON, actor="test", correlation_id=UUID(int=7))
ACME = TenantId("acme")
ONE = COUNTER.stream(ACME, "cus_1", "1")
TWO = COUNTER.stream(ACME, "cus_1", "2")


class Sum(Value):
    total: int = 0


def _documents(event: Event) -> Sequence[str]:
    return ["all"] if isinstance(event, Counted) else []


def _add(total: Sum, envelope: Envelope[Event]) -> Sum:
    assert isinstance(envelope.event, Counted)
    return Sum(total=total.total + envelope.event.by)


SUM = View("sum", Sum(), _documents, _add)


@pytest.fixture
def command_runner() -> CommandRunner:
    return CommandRunner(MemoryStore(), [SUM], counted_ids())


async def count(work: UnitOfWork, *, by: int = 1) -> None:
    await work.lock([ONE.account])
    await work.execute(COUNTER, ONE, Count(by=by), CAUSE)


async def test_a_decision_sees_what_was_decided_before_it_in_the_same_work(
    command_runner: CommandRunner,
) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account])
        await work.execute(COUNTER, ONE, Count(by=2), CAUSE)
        await work.execute(COUNTER, ONE, Count(by=3), CAUSE)
        assert (await work.load(COUNTER, ONE)).version == 2
        assert (await work.state(COUNTER, ONE)).total == 5


async def test_a_later_work_sees_what_an_earlier_one_recorded(
    command_runner: CommandRunner,
) -> None:
    for _ in range(3):
        await command_runner.decide(count)
    async with command_runner.work() as work:
        assert (await work.state(COUNTER, ONE)).total == 3
        assert await work.document(SUM, ONE.account, "all") == Sum(total=3)


async def test_a_view_sums_over_the_streams_of_an_account(command_runner: CommandRunner) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account])
        for stream in (ONE, TWO):
            await work.execute(COUNTER, stream, Count(by=4), CAUSE)
        assert await work.document(SUM, ONE.account, "all") == Sum(total=8)


async def test_deciding_without_the_account_is_a_bug_that_shows(
    command_runner: CommandRunner,
) -> None:
    with pytest.raises(UnlockedAccount):
        async with command_runner.work() as work:
            await work.execute(COUNTER, ONE, Count(), CAUSE)


async def test_a_refused_attempt_leaves_the_rest_of_the_work_as_it_was(
    command_runner: CommandRunner,
) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account])
        await work.execute(COUNTER, ONE, Count(by=1), CAUSE)
        with pytest.raises(TooHigh), work.attempt():
            await work.execute(COUNTER, ONE, Count(by=5), CAUSE)
            await work.execute(COUNTER, ONE, SetAlarm(at=NOON), CAUSE)
            await work.execute(COUNTER, ONE, Count(by=LIMIT), CAUSE)
        with work.attempt():
            await work.execute(COUNTER, ONE, Count(by=2), CAUSE)
    said_events = [p.envelope for p in await command_runner.store.feed(START, 10)]
    assert [(e.version, e.event) for e in said_events] == [(1, Counted(by=1)), (2, Counted(by=2))]
    assert await command_runner.store.next_due() is None
    async with command_runner.work() as work:
        assert await work.document(SUM, ONE.account, "all") == Sum(total=3)


async def test_the_timers_are_those_the_state_wants(command_runner: CommandRunner) -> None:
    async def alarm(at: datetime | None) -> datetime | None:
        async with command_runner.work() as work:
            await work.lock([ONE.account])
            await work.execute(COUNTER, ONE, SetAlarm(at=at), CAUSE)
        return await command_runner.store.next_due()

    later = NOON + timedelta(hours=1)
    assert await alarm(NOON) == NOON
    assert await alarm(later) == later
    assert await alarm(None) is None


async def test_a_lost_race_is_decided_again(command_runner: CommandRunner) -> None:
    lost = 0

    async def overtaken_once(work: UnitOfWork) -> None:
        nonlocal lost
        await count(work)
        if lost == 0:
            lost += 1
            raise StreamConflict("someone was faster")

    await command_runner.decide(overtaken_once)
    assert lost == command_runner.conflicts == 1
    async with command_runner.work() as work:
        assert (await work.state(COUNTER, ONE)).total == 1


async def test_what_does_not_exist_is_missing(command_runner: CommandRunner) -> None:
    await command_runner.decide(count)
    async with command_runner.work() as work:
        assert await work.find(COUNTER, ACME, "1") == ONE
        with pytest.raises(Missing):
            await work.find(COUNTER, TenantId("other"), "1")


async def test_listeners_hear_of_recorded_events_only(command_runner: CommandRunner) -> None:
    rings: list[int] = []
    command_runner.when_recorded(lambda: rings.append(command_runner.recorded))
    async with command_runner.work() as work:
        await work.lock([ONE.account])
    await command_runner.decide(count)
    assert rings == [1]
