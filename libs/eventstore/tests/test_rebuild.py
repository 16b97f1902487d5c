"""A read model is built anew beside the live one, and nobody who reads or writes has to stop."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count

import asyncpg
import pytest

from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.read_models.errors import BuildsDiffer, RebuildRefused
from recoup_eventstore.postgres.read_models.ledger import Build, Status, builds
from recoup_eventstore.postgres.read_models.rebuild import Rebuild
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.read_models.standing import ReadModels
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.projections import Projection, on
from recoup_testing.counter import Counted
from recoup_testing.databases import Databases
from recoup_testing.loops import drained, eventually, running
from recoup_testing.totals import ADD, NOTE, TABLES, TOTALS, totals_database
from recoup_testing.totals_counted import TENANTS, say, seen

pytestmark = pytest.mark.servers

DOUBLED = Projection(
    TABLES,
    [
        on(Counted, ADD, lambda e: (e.tenant, e.stream.id, 2 * e.event.by)),
        on(Counted, NOTE, lambda e: (e.tenant, e.event.by), placed=True),
    ],
)
TWICE = "insert into step values ($1, $4, $2, $3)"
WIDER = replace(TABLES, create=TABLES.create.replace("by int", "by int, twice int"))


@pytest.fixture
async def address(databases: Databases) -> AsyncIterator[str]:
    async with totals_database(databases) as address:
        yield address


@pytest.fixture
async def store(address: str) -> AsyncIterator[PostgresStore]:
    async with open_pools(address, name="test") as pools:
        yield PostgresStore(pools)


@pytest.fixture
async def owner(address: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(address)
    yield connection
    await connection.close()


@pytest.fixture
def runner(store: PostgresStore) -> ProjectionRunner:
    return ProjectionRunner(store, store.pools, TOTALS)


def rebuild(owner: Connection, store: PostgresStore, of: Projection = TOTALS) -> Rebuild:
    return Rebuild(owner, store.pools, of, lambda phase, done, total: None)


async def standing(owner: Connection) -> list[tuple[int, Status]]:
    return [(build.build, build.status) for build in await builds(owner, "totals")]


async def test_readers_find_no_gap_while_writers_write_and_it_flips_and_rolls_back(
    owner: Connection, store: PostgresStore, runner: ProjectionRunner
) -> None:
    await say(store, 20)
    await drained(runner)
    stopping = asyncio.Event()
    turns = count()

    async def write() -> None:
        while not stopping.is_set():
            await say(store)

    async def read() -> None:
        last = await seen(store)
        while not stopping.is_set():
            now = await seen(store)
            assert all(a <= b for a, b in zip(last, now, strict=True)), "it went back in time"
            last = now
            next(turns)

    async with running(runner), asyncio.TaskGroup() as group:
        group.create_task(write())
        group.create_task(read())
        await rebuild(owner, store).run()
        assert await standing(owner) == [(1, Status.STANDBY), (2, Status.LIVE)]
        await rebuild(owner, store).rollback()
        assert await standing(owner) == [(1, Status.LIVE), (2, Status.STANDBY)]
        stopping.set()
    await drained(runner)
    first, second = await builds(owner, "totals")
    assert first.cursor == second.cursor == await store.head()
    assert next(turns) > 0
    assert await seen(store) == [await recorded(owner, tenant) for tenant in TENANTS]


async def recorded(owner: Connection, tenant: str) -> int:
    """What the events themselves add up to."""
    events = "select sum((data ->> 'by')::int) from store.event where tenant = $1"
    return int(await owner.fetchval(events, tenant))


async def test_what_differs_is_not_shown_unless_it_is_meant(
    owner: Connection, store: PostgresStore, runner: ProjectionRunner
) -> None:
    await say(store, 3)
    await drained(runner)
    with pytest.raises(BuildsDiffer, match="total: 6 rows with others") as problem:
        await rebuild(owner, store, DOUBLED).run()
    assert list(problem.value.differences) == ["total"]
    assert await standing(owner) == [(1, Status.LIVE), (2, Status.BUILDING)]
    assert await seen(store) == [3, 3]
    await rebuild(owner, store, DOUBLED).run(accept_differences=True)
    assert await seen(store) == [6, 6]


async def test_an_interrupted_rebuild_is_gone_on_with(
    owner: Connection, store: PostgresStore, runner: ProjectionRunner, address: str
) -> None:
    await say(store, 3)
    await drained(runner)

    def interrupt(phase: str, done: int, total: int) -> None:
        if (phase, done) == ("indexing", 1):
            raise InterruptedError

    earlier = await asyncpg.connect(address)
    with pytest.raises(InterruptedError):
        await Rebuild(earlier, store.pools, TOTALS, interrupt).run()
    await earlier.close()
    await say(store, 2)
    await drained(runner)
    assert await standing(owner) == [(1, Status.LIVE), (2, Status.BUILDING)]
    await rebuild(owner, store).run()
    assert await seen(store) == [5, 5]


async def test_one_rebuild_at_a_time(owner: Connection, store: PostgresStore, address: str) -> None:
    await rebuild(owner, store).run()
    other = await asyncpg.connect(address)
    with pytest.raises(RebuildRefused, match="by another process"):
        await rebuild(other, store).run()
    await other.close()
    with pytest.raises(RebuildRefused, match="build 1 of totals still stands by"):
        await rebuild(owner, store).run()


async def test_what_stands_by_can_be_dropped_and_then_there_is_no_way_back(
    owner: Connection, store: PostgresStore, runner: ProjectionRunner
) -> None:
    await rebuild(owner, store).run()
    assert [build.build for build in await rebuild(owner, store).drop()] == [1]
    await say(store)
    await drained(runner)
    assert await seen(store) == [1, 1]
    with pytest.raises(RebuildRefused, match="no way back"):
        await rebuild(owner, store).rollback()


async def test_tables_of_another_shape_are_left_to_the_code_that_fills_them(
    owner: Connection, store: PostgresStore, runner: ProjectionRunner
) -> None:
    wider = Projection(
        WIDER,
        [
            on(Counted, ADD, lambda e: (e.tenant, e.stream.id, e.event.by)),
            on(Counted, TWICE, lambda e: (e.tenant, e.event.by, 2 * e.event.by), placed=True),
        ],
    )
    await say(store)
    await drained(runner)
    before = await rebuild(owner, store, wider).run(accept_differences=True)
    assert before.shape == TABLES.shape
    await say(store)
    await drained(runner)
    assert await seen(store) == [1, 1], "the old code does not fill the new tables"
    await drained(ProjectionRunner(store, store.pools, wider))
    assert await seen(store) == [2, 2]
    assert await _twice(store) == [2, 2]
    with pytest.raises(RebuildRefused, match="tables this version does not fill"):
        await rebuild(owner, store, wider).rollback()
    await rebuild(owner, store).rollback()
    assert await seen(store) == [2, 2]


async def _twice(store: PostgresStore) -> list[int]:
    async with store.pools.app.acquire() as connection, connection.transaction():
        await connection.execute("select set_config('app.tenant', 'acme', true)")
        return [row["twice"] for row in await connection.fetch("select twice from counter.step")]


async def test_the_live_build_is_the_reference_and_is_never_overtaken(
    owner: Connection, store: PostgresStore, runner: ProjectionRunner
) -> None:
    await say(store, 2)
    await drained(runner)
    place: Build = (await builds(owner, "totals"))[0]
    await say(store, 2)
    await rebuild(owner, store).run()
    assert [build.cursor for build in await builds(owner, "totals")] == [place.cursor] * 2

    async def both_follow() -> bool:
        return await seen(store) == [4, 4]

    async with running(runner):
        await eventually(both_follow)


async def test_each_build_says_how_far_it_is(
    store: PostgresStore, owner: Connection, runner: ProjectionRunner
) -> None:
    models = ReadModels(store, store.pools, [TOTALS])
    await say(store)
    await drained(runner)
    await rebuild(owner, store).run()
    await say(store)
    behind = [(each.build, each.status, each.percent) for each in await models.standing()]
    assert [each[:2] for each in behind] == [(1, Status.STANDBY), (2, Status.LIVE)]
    assert all(percent < 100 for _, _, percent in behind)
    await drained(runner)
    assert [each.percent for each in await models.standing()] == [100, 100]
