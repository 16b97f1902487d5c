"""Sums over many documents, kept in one; and what is concluded of them once for each account."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import Sum, View
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.work import Changed, UnitOfWork
from recoup_testing.counter import COUNTER, Count, Counted
from recoup_testing.ids import counted_ids

CAUSE = Cause(at=datetime(2026, 1, 5, 12, tzinfo=UTC), actor="test", correlation_id=UUID(int=7))
ACME = TenantId("acme")
ONE = COUNTER.stream(ACME, "cus_1", "1")
TWO = COUNTER.stream(ACME, "cus_1", "2")
OTHER = COUNTER.stream(ACME, "cus_2", "3")


class Last(Value):
    by: int = 0


class Total(Value):
    sum: int = 0


def _documents(event: Event) -> Sequence[str]:
    return [str(event.by % 2)] if isinstance(event, Counted) else []


def _last(_: Last, envelope: Envelope[Event]) -> Last:
    assert isinstance(envelope.event, Counted)
    return Last(by=envelope.event.by)


def _add(total: Total, before: Last, after: Last) -> Total:
    return Total(sum=total.sum + after.by - before.by)


LAST = View("last", Last(), _documents, _last)
TOTAL = View("total", Total(), lambda _: (), lambda known, _: known, sums=Sum(LAST, _add))


class Concluded:
    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int]] = []

    async def __call__(self, work: UnitOfWork, changes: Sequence[Changed]) -> None:
        self.seen += [(each.account.key, each.before.sum, each.after.sum) for each in changes]
        if self.seen == [("cus_1", 0, 3)]:
            await work.execute(COUNTER, ONE, Count(by=5), changes[0].cause)


@pytest.fixture
def concluded() -> Concluded:
    return Concluded()


@pytest.fixture
def command_runner(concluded: Concluded) -> CommandRunner:
    store, ids = MemoryStore(), counted_ids()
    return CommandRunner(store, [LAST, TOTAL], ids, conclusions=[(TOTAL, concluded)])


async def total(command_runner: CommandRunner, key: str = "cus_1") -> int:
    account = ONE.account._replace(key=key)
    async with command_runner.work() as work:
        return (await work.document(TOTAL, account, key)).sum


async def test_a_sum_follows_each_document_in_its_own_account(
    command_runner: CommandRunner,
) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account, OTHER.account])
        for stream, by in ((ONE, 3), (TWO, 4), (ONE, 9), (OTHER, 2)):
            await work.execute(COUNTER, stream, Count(by=by), CAUSE)
    assert (await total(command_runner), await total(command_runner, "cus_2")) == (13, 2)


async def test_a_refused_attempt_leaves_the_sum_as_it_was(command_runner: CommandRunner) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account])
        await work.execute(COUNTER, ONE, Count(by=4), CAUSE)
        with pytest.raises(RuntimeError), work.attempt():
            await work.execute(COUNTER, ONE, Count(by=6), CAUSE)
            raise RuntimeError
    assert await total(command_runner) == 4


async def test_it_is_concluded_once_from_all_that_was_decided(
    command_runner: CommandRunner, concluded: Concluded
) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account, OTHER.account])
        for stream, by in ((ONE, 1), (TWO, 4), (ONE, 7), (OTHER, 2)):
            await work.execute(COUNTER, stream, Count(by=by), CAUSE)
    assert concluded.seen == [("cus_1", 0, 11), ("cus_2", 0, 2)]


async def test_what_is_concluded_is_recorded_with_what_it_follows_from(
    command_runner: CommandRunner, concluded: Concluded
) -> None:
    async with command_runner.work() as work:
        await work.lock([ONE.account])
        await work.execute(COUNTER, ONE, Count(by=3), CAUSE)
    assert concluded.seen == [("cus_1", 0, 3)]
    assert await total(command_runner) == 5
    async with command_runner.work() as work:
        assert (await work.load(COUNTER, ONE)).version == 2
