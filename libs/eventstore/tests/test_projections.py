"""Read models follow the events, and their rows and their place move together."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.counter import COUNTER, Count, SetAlarm
from recoup_testing.databases import Databases
from recoup_testing.ids import counted_ids
from recoup_testing.totals import TOTALS, totals_database

pytestmark = pytest.mark.servers

CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
ACME, OTHER = TenantId("acme"), TenantId("other")
STREAMS = [COUNTER.stream(tenant, "cus_1", "1") for tenant in (ACME, OTHER)]


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with totals_database(databases) as address, open_pools(address, name="test") as pools:
        yield pools


@pytest.fixture
def store(postgres_store: PostgresStore) -> PostgresStore:
    return postgres_store


async def say(store: PostgresStore, *commands: Count | SetAlarm) -> None:
    async with CommandRunner(store, [], counted_ids()).work() as work:
        await work.lock(stream.account for stream in STREAMS)
        for command in commands:
            for stream in STREAMS:
                await work.execute(COUNTER, stream, command, CAUSE)


async def totals(store: PostgresStore) -> dict[str, int]:
    found: dict[str, int] = {}
    for tenant in (ACME, OTHER):
        async with store.pools.app.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('app.tenant', $1, true)", tenant)
            found |= {
                row["tenant"]: row["total"]
                for row in await connection.fetch("select * from counter.total")
            }
    return found


async def test_changes_are_applied_in_the_order_of_the_events(store: PostgresStore) -> None:
    runner = ProjectionRunner(store, store.pools, TOTALS)
    await say(store, Count(by=1), Count(by=2), SetAlarm(at=None), Count(by=4))
    assert not await runner.quiet()
    assert await runner.step() == 8
    assert await runner.step() == 0
    assert await runner.quiet()
    assert await totals(store) == {"acme": 4, "other": 4}


async def test_a_second_runner_goes_on_where_the_first_stopped(store: PostgresStore) -> None:
    await say(store, Count(by=1))
    await ProjectionRunner(store, store.pools, TOTALS).step()
    second = ProjectionRunner(store, store.pools, TOTALS)
    assert await second.step() == 0
    await say(store)
    assert await totals(store) == {"acme": 1, "other": 1}


async def test_two_runners_at_once_count_nothing_twice(store: PostgresStore) -> None:
    slow = ProjectionRunner(store, store.pools, TOTALS)
    await slow.step()
    await say(store, Count(by=1))
    await ProjectionRunner(store, store.pools, TOTALS).step()
    await slow.step()
    assert await slow.step() == 0
    assert await totals(store) == {"acme": 1, "other": 1}
