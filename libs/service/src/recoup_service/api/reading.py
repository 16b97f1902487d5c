"""A tenant's read models: a connection that sees its rows only and cannot write."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from recoup_events.ids import TenantId
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.scope import Connection, TenantScope
from recoup_eventstore.postgres.weather import weather
from recoup_service.api.ask import Reading


def reading_from(pools: Pools) -> Reading:
    """Read from a service's own database."""

    @asynccontextmanager
    async def reading(tenant: TenantId) -> AsyncIterator[Connection]:
        with weather():
            async with pools.app.acquire() as connection, connection.transaction(readonly=True):
                await TenantScope(connection).become(tenant)
                yield connection

    return reading
