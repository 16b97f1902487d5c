"""The same service over PostgreSQL, with its read models."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from invoice.projections.receivables import RECEIVABLES
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.projections import ProjectionRunner
from recoup_service.ask import Reading
from recoup_service.reading import reading_from
from recoup_testing.databases import Databases


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with (
        databases.fresh(["invoice.store"]) as address,
        open_pools(address, name="test") as pools,
    ):
        yield pools


@pytest.fixture
def store(pools: Pools) -> Store:
    return PostgresStore(pools)


@pytest.fixture
def reading(pools: Pools) -> Reading:
    return reading_from(pools)


@pytest.fixture
def follow(store: Store, pools: Pools) -> Callable[[], Awaitable[None]]:
    """Let the read models catch up with everything that was recorded."""
    runner = ProjectionRunner(store, pools, RECEIVABLES)

    async def caught_up() -> None:
        while not await runner.quiet():
            await runner.step()

    return caught_up
