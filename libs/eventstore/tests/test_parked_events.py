"""An event that a read model cannot apply waits with its account; all others are shown."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import Kind, OperatorRequest, ParkedAction, ParkedFilter, Redriven
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.read_models.ledger import builds
from recoup_eventstore.postgres.read_models.rebuild import Rebuild
from recoup_eventstore.postgres.read_models.redrive import ParkedEvents
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.projections import Projection, on
from recoup_testing.counter import COUNTER, Count, Counted
from recoup_testing.databases import Databases
from recoup_testing.ids import counted_ids
from recoup_testing.loops import drained
from recoup_testing.totals import ADD, TABLES, totals_database

pytestmark = pytest.mark.servers

CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
ORDER = OperatorRequest("ada", "it is mended", CAUSE.at)
TENANTS = [TenantId("acme"), TenantId("other")]
STREAMS = [COUNTER.stream(tenant, f"cus_{n}", f"{tenant}{n}") for n in (0, 1) for tenant in TENANTS]
BAD = STREAMS[0]
POISON = 13
ERRORS: list[object] = [
    ValueError("no"),
    MemoryError(),
    RecursionError(),
    KeyError("by"),
    BaseExceptionGroup("two", [ValueError(), KeyError()]),
    2**40,  # a value that no column takes, which PostgreSQL's client says
    "null",  # a value that breaks a constraint, which PostgreSQL says
]


def totals(error: object = None) -> Projection:
    """Of counters, where the thirteenth raises; mended when there is no error."""

    def row(e: Envelope[Counted]) -> tuple[object, ...]:
        if e.event.by != POISON or error is None:
            return e.tenant, e.stream.id, e.event.by
        if isinstance(error, BaseException):
            raise error
        return e.tenant, e.stream.id, None if error == "null" else error

    return Projection(TABLES, [on(Counted, ADD, row)])


@pytest.fixture
async def address(databases: Databases) -> AsyncIterator[str]:
    async with totals_database(databases) as address:
        yield address


@pytest.fixture
async def store(address: str) -> AsyncIterator[PostgresStore]:
    async with open_pools(address, name="test") as pools:
        yield PostgresStore(pools)


async def say(store: PostgresStore, *counts: int) -> None:
    async with CommandRunner(store, [], counted_ids()).work() as work:
        await work.lock(stream.account for stream in STREAMS)
        for by in counts:
            for stream in STREAMS:
                by_all = 1 if by == POISON and stream != BAD else by
                await work.execute(COUNTER, stream, Count(by=by_all), CAUSE)


async def shown(address: str, schema: str = "counter_totals_1") -> dict[str, int]:
    owner = await asyncpg.connect(address)
    try:
        rows = await owner.fetch(f"select id, total from {schema}.total")
    finally:
        await owner.close()
    return {row["id"]: row["total"] for row in rows}


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("error", ERRORS, ids=repr)
async def test_its_account_waits_and_is_shown_in_full_once_it_is_mended(
    store: PostgresStore, address: str, error: object, place: int
) -> None:
    counts = [1, 1, 1]
    counts[place] = POISON
    await say(store, *counts)
    runner = ProjectionRunner(store, store.pools, totals(error))
    await drained(runner)
    await say(store, 5)
    await drained(runner)
    assert await runner.quiet()
    expected = {stream.id: 8 for stream in STREAMS if stream != BAD}
    assert await shown(address) == expected | ({BAD.id: place} if place else {})

    [parked] = await store.list_parked(0, 9, ParkedFilter())
    assert (parked.kind, parked.topic, parked.partition) == (Kind.EVENT, "totals", 1)
    assert (parked.stream, parked.type) == (BAD, "counter.counted.v1")
    still = await ParkedEvents(store.pools, [totals(error)]).redrive(parked, ORDER, skip=False)
    assert still is not None
    assert (still.applied, still.left) == (0, 1)

    done = await ParkedEvents(store.pools, [totals()]).redrive(parked, ORDER, skip=False)
    assert done == Redriven(4 - place, 0)
    assert await shown(address) == expected | {BAD.id: 7 + POISON}
    actions = [i.action for i in await store.interventions(0, 9)]
    assert actions == [ParkedAction.REDRIVE_FAILED, ParkedAction.REDRIVEN]
    await say(store, 1)
    await drained(runner)
    assert (await shown(address))[BAD.id] == 8 + POISON
    assert await ParkedEvents(store.pools, [totals()]).redrive(parked, ORDER, skip=False) is None


async def test_without_an_event_that_is_skipped_the_account_goes_on(
    store: PostgresStore, address: str
) -> None:
    await say(store, 1, POISON, 2, POISON, 4)
    runner = ProjectionRunner(store, store.pools, totals(ValueError()))
    await drained(runner)
    events = ParkedEvents(store.pools, [totals(ValueError())])
    [first] = await store.list_parked(0, 9, ParkedFilter())
    skipped = await events.redrive(first, ORDER, skip=True)
    assert skipped is not None
    assert (skipped.applied, skipped.left) == (1, 1)
    [second] = await store.list_parked(0, 9, ParkedFilter())
    assert second.offset > first.offset
    assert await events.redrive(second, ORDER, skip=True) == Redriven(1, 0)
    assert (await shown(address))[BAD.id] == 7
    assert not await store.list_parked(0, 9, ParkedFilter())


async def test_a_rebuild_parks_it_for_its_own_build_and_a_dropped_build_takes_it_along(
    store: PostgresStore, address: str
) -> None:
    await say(store, 1, POISON, 1)
    await drained(ProjectionRunner(store, store.pools, totals(ValueError())))
    owner = await asyncpg.connect(address)
    rebuild = Rebuild(owner, store.pools, totals(ValueError()), lambda phase, done, total: None)
    await rebuild.run()
    assert await shown(address, "counter_totals_2") == await shown(address)
    assert [p.partition for p in await store.list_parked(0, 9, ParkedFilter())] == [1, 2]
    await rebuild.drop()
    assert [p.partition for p in await store.list_parked(0, 9, ParkedFilter())] == [2]
    assert len(await builds(owner, "totals")) == 1
    await owner.close()


async def test_an_event_that_cannot_even_be_read_is_parked_like_any_other(
    store: PostgresStore, address: str
) -> None:
    await say(store, 1)
    owner = await asyncpg.connect(address)
    await owner.execute("update store.event set data = '{}' where stream = $1", BAD.name)
    await owner.close()
    runner = ProjectionRunner(store, store.pools, totals())
    await drained(runner)
    [parked] = await store.list_parked(0, 9, ParkedFilter())
    assert (parked.stream, parked.content.value) == (BAD, b"{}")
    assert await shown(address) == {stream.id: 1 for stream in STREAMS if stream != BAD}
