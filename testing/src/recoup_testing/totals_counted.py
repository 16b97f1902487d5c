"""Counters of two tenants that count, and what their readers see of the totals."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.counter import COUNTER, Count
from recoup_testing.ids import counted_ids

CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
TENANTS = (TenantId("acme"), TenantId("other"))


async def say(store: PostgresStore, times: int = 1) -> None:
    command_runner = CommandRunner(store, [], counted_ids())
    for number in range(times):
        for tenant in TENANTS:
            stream = COUNTER.stream(tenant, f"cus_{number % 5}", f"{number % 5}")
            async with command_runner.work() as work:
                await work.lock([stream.account])
                await work.execute(COUNTER, stream, Count(by=1), CAUSE)


async def seen(store: PostgresStore) -> Sequence[int]:
    """What each tenant finds its counters add up to."""
    found = []
    for tenant in TENANTS:
        async with store.pools.app.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('app.tenant', $1, true)", tenant)
            rows = await connection.fetch("select tenant, total from counter.total")
            assert {row["tenant"] for row in rows} <= {tenant}
            found.append(sum(row["total"] for row in rows))
    return found
