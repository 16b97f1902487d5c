"""A full pool is a transient error: who waits for it is told so in time, and served again afterwards."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres import pools as module
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases

pytestmark = pytest.mark.servers
WORKERS = 6
NOBODY = "postgresql://127.0.0.1:1/recoup"


@pytest.fixture
async def small(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[PostgresStore]:
    """A store with one connection to decide on, and little patience."""
    async with databases.fresh() as address, open_pools(address, name="test", app_size=1) as pools:
        async with pools.app.acquire(), AsyncExitStack() as warm:
            for _ in range(WORKERS):  # connecting would take longer than the little patience
                await warm.enter_async_context(pools.worker.acquire())
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
        yield PostgresStore(pools)


async def test_a_transaction_does_not_wait_for_ever(small: PostgresStore) -> None:
    async with small.transaction():
        with pytest.raises(Unavailable):
            async with small.transaction():
                raise AssertionError("there was no connection left")
    async with small.transaction() as afterwards:
        assert await afterwards.read([]) == []


async def test_a_question_across_tenants_does_not_wait_for_ever(small: PostgresStore) -> None:
    async with AsyncExitStack() as taken:
        for _ in range(WORKERS):
            await taken.enter_async_context(small.pools.worker.acquire())
        with pytest.raises(Unavailable):
            await small.next_due()
    assert await small.next_due() is None


async def test_a_time_limit_that_was_lifted_holds_nobody_up_any_longer(
    databases: Databases,
) -> None:
    """A session goes on with the limit of its login, so it must not be used again."""
    async with databases.fresh() as address, connected(address) as owner:
        name = await owner.fetchval("select current_database()")
        await owner.execute(f"alter database {name} set statement_timeout = '50ms'")
        async with open_pools(address, name="test", app_size=1) as pools:
            with pytest.raises(asyncpg.QueryCanceledError):
                async with pools.app.acquire() as limited:
                    await limited.execute("select pg_sleep(1)")
            await owner.execute(f"alter database {name} reset statement_timeout")
            async with pools.app.acquire() as afterwards:
                assert await afterwards.fetchval("show statement_timeout") == "0"


async def test_a_server_that_is_away_at_the_opening_is_unavailable() -> None:
    async with open_pools(NOBODY, name="test") as pools:
        with pytest.raises(Unavailable):
            await PostgresStore(pools).next_due()
