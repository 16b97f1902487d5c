"""A unit of work that concerns several accounts owns them all, or starts over until it does."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import MoreAccounts
from recoup_eventstore.ports import START, Store
from recoup_eventstore.work import UnitOfWork
from recoup_testing.counter import COUNTER, Count
from recoup_testing.ids import counted_ids

ACME = TenantId("acme")
CAUSE = Cause(datetime(2026, 1, 5, tzinfo=UTC), "test", UUID(int=7))
MINE, YOURS, THEIRS = (COUNTER.stream(ACME, f"cus_{n}", f"{n}") for n in range(3))


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def command_runner(store: Store) -> CommandRunner:
    return CommandRunner(store, [], counted_ids())


async def count(work: UnitOfWork, *streams: Stream, by: int = 1) -> None:
    """The first is locked beforehand; that the others are concerned shows as one goes."""
    await work.lock([streams[0].account])
    for stream in streams:
        await work.execute(COUNTER, stream, Count(by=by), CAUSE)


async def recorded(store: Store, account: Account) -> Sequence[tuple[str, int]]:
    return [
        (positioned.envelope.stream.id, positioned.envelope.version)
        for positioned in await store.feed(START, 1000)
        if positioned.envelope.account == account
    ]


async def test_events_of_two_accounts_are_recorded_together_or_not_at_all(
    command_runner: CommandRunner, store: Store
) -> None:
    await command_runner.decide(lambda work: count(work, MINE, YOURS))

    async def fails(work: UnitOfWork) -> None:
        await count(work, MINE, YOURS)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await command_runner.decide(fails)
    assert await recorded(store, MINE.account) == [("0", 1)]
    assert await recorded(store, YOURS.account) == [("1", 1)]


async def test_it_starts_over_once_with_all_that_it_names(command_runner: CommandRunner) -> None:
    tries = 0

    async def names_both(work: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        await work.lock([MINE.account])
        work.own_also([YOURS.account, THEIRS.account])
        for stream in (MINE, YOURS, THEIRS):
            await work.execute(COUNTER, stream, Count(), CAUSE)

    await command_runner.decide(names_both)
    assert (tries, command_runner.conflicts) == (2, 0)


async def test_what_is_found_by_its_id_alone_is_owned_with_the_others(
    command_runner: CommandRunner,
) -> None:
    await command_runner.decide(lambda work: count(work, MINE))
    tries = 0

    async def by_id(work: UnitOfWork) -> int:
        nonlocal tries
        tries += 1
        stream = await work.own(COUNTER, ACME, "0")
        await work.execute(COUNTER, YOURS, Count(), CAUSE)
        await work.execute(COUNTER, stream, Count(), CAUSE)
        return (await work.load(COUNTER, stream)).version

    assert await command_runner.decide(by_id) == 2
    assert tries == 2


async def test_what_was_read_before_the_lock_is_read_again(
    command_runner: CommandRunner, store: Store
) -> None:
    """Between the look and the lock somebody else counts."""
    seen: list[int] = []

    async def raises_to_the_same(work: UnitOfWork) -> None:
        await work.lock([MINE.account])
        located = await work.locate(COUNTER, ACME, ["1"])
        yours = await work.state(COUNTER, located.get("1", YOURS))
        seen.append(yours.total)
        if len(seen) == 1:
            await command_runner.decide(lambda other: count(other, YOURS, by=5))
        await work.execute(COUNTER, YOURS, Count(by=10 - yours.total), CAUSE)

    await command_runner.decide(raises_to_the_same)
    assert seen == [0, 5]
    async with command_runner.work() as work:
        assert (await work.state(COUNTER, YOURS)).total == 10


async def test_whoever_comes_from_either_side_gets_through(
    command_runner: CommandRunner, store: Store
) -> None:
    """None waits for another in a ring, and each account's events have one order without gaps."""
    ways = [(MINE, YOURS), (YOURS, MINE), (YOURS, THEIRS), (THEIRS, MINE, YOURS)] * 5

    async def go(streams: Sequence[Stream]) -> None:
        await command_runner.decide(lambda work: count(work, *streams))

    await asyncio.gather(*map(go, ways))
    for stream in (MINE, YOURS, THEIRS):
        times = sum(stream in streams for streams in ways)
        assert await recorded(store, stream.account) == [
            (stream.id, version) for version in range(1, times + 1)
        ]


async def test_outside_of_a_decision_nothing_starts_over(command_runner: CommandRunner) -> None:
    with pytest.raises(MoreAccounts):
        async with command_runner.work() as work:
            await count(work, MINE, YOURS)
