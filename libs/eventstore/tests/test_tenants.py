"""The second wall: PostgreSQL itself shows a tenant nothing of another, and nobody everything."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import Changes
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.counter import COUNTER, Counted

pytestmark = pytest.mark.servers

CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
EVENTS = [
    Envelope(UUID(int=n), COUNTER.stream(TenantId(t), "cus_1", "1"), 1, CAUSE, Counted(by=n))
    for n, t in enumerate(("acme", "other"))
]
COUNT = "select count(*) from store.event"


@pytest.fixture
async def filled(pools: Pools) -> Pools:
    async with PostgresStore(pools).transaction() as tx:
        await tx.write(Changes(events=EVENTS))
    return pools


async def test_without_a_tenant_nothing_is_seen(filled: Pools) -> None:
    assert await filled.app.fetchval(COUNT) == 0


async def test_a_tenant_sees_its_own_rows_only(filled: Pools) -> None:
    async with filled.app.acquire() as connection, connection.transaction():
        await connection.execute("select set_config('app.tenant', 'acme', true)")
        assert await connection.fetchval(COUNT) == 1


async def test_the_tenant_ends_with_its_transaction(filled: Pools) -> None:
    async with filled.app.acquire() as connection:
        async with connection.transaction():
            await connection.execute("select set_config('app.tenant', 'acme', true)")
        assert await connection.fetchval(COUNT) == 0


async def test_a_row_cannot_be_written_for_another_tenant(filled: Pools) -> None:
    async with filled.app.acquire() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute("select set_config('app.tenant', 'acme', true)")
                await connection.execute(
                    "insert into store.document values ('other', 'a', 'v', '1', '{}')"
                )


async def test_an_event_cannot_be_changed_or_removed(filled: Pools) -> None:
    for statement in ("delete from store.event", "update store.event set data = '{}'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await filled.app.execute(statement)


async def test_the_worker_looks_across_tenants_but_writes_no_events(filled: Pools) -> None:
    assert await filled.worker.fetchval(COUNT) == 2
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await filled.worker.execute("delete from store.timer")


async def test_every_table_with_a_tenant_forces_row_level_security(filled: Pools) -> None:
    rows = await filled.worker.fetch(
        """select c.relname from pg_class c
        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'store'
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and a.attnotnull
        where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)"""
    )
    assert rows == []
