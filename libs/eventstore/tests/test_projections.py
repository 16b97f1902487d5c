"""Read models follow the facts, and their rows and their place move together."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.envelope import Cause
from recoup_events.ids import TenantId
from recoup_eventstore.desk import Desk
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.projections import Projection, ProjectionRunner, on
from recoup_testing.counter import COUNTER, AlarmSet, Count, Counted, SetAlarm
from recoup_testing.ids import counted_ids

pytestmark = pytest.mark.servers

CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
ACME, OTHER = TenantId("acme"), TenantId("other")
STREAMS = [COUNTER.stream(tenant, "cus_1", "1") for tenant in (ACME, OTHER)]

ADD = """
insert into total values ($1, $2, $3)
on conflict (tenant, id) do update set total = total.total + excluded.total
"""
CLEAR = "update total set total = 0 where tenant = $1 and id = $2"
TOTALS = Projection(
    "totals",
    1,
    [
        on(Counted, ADD, lambda e: (e.tenant, e.stream.id, e.fact.by)),
        on(AlarmSet, CLEAR, lambda e: (e.tenant, e.stream.id)),
    ],
)


@pytest.fixture
async def store(pools: Pools, postgres_store: PostgresStore) -> PostgresStore:
    async with pools.worker.acquire() as connection:
        await connection.execute("set role none")
        await connection.execute(
            """create table total (tenant text, id text, total int, primary key (tenant, id));
            alter table total enable row level security;
            create policy own on total to recoup_app
                using (tenant = nullif(current_setting('app.tenant', true), ''));
            grant select, insert, update on total to recoup_app"""
        )
        await connection.execute("set role recoup_worker")
    return postgres_store


async def say(store: PostgresStore, *commands: Count | SetAlarm) -> None:
    async with Desk(store, [], counted_ids()).work() as work:
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
                r["tenant"]: r["total"] for r in await connection.fetch("select * from total")
            }
    return found


async def test_changes_are_applied_in_the_order_of_the_facts(store: PostgresStore) -> None:
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
