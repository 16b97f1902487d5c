"""A service's read models on real PostgreSQL, caught up when a test asks for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.projections import Projection
from recoup_testing.databases import Databases


@asynccontextmanager
async def pools_of(databases: Databases, package: str) -> AsyncIterator[Pools]:
    """Pools of a fresh database at the head of a service's migrations."""
    async with (
        databases.fresh(["recoup_service", package]) as address,
        open_pools(address, name="test") as pools,
    ):
        yield pools


async def catch_up(store: Store, pools: Pools, projection: Projection) -> None:
    """Let a read model follow everything that was recorded."""
    runner = ProjectionRunner(store, pools, projection)
    while await runner.step() or not await runner.quiet():
        pass
