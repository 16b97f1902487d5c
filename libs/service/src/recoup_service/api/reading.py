"""A tenant's tables: a connection that sees its rows only; the read models' cannot write."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.scope import Connection, TenantScope
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.api.request_context import Reading


class WriteWhileReading(Exception):
    """A bug: what answers a question tried to change something."""


def reading_from(pools: Pools) -> Reading:
    """Read from a service's own database."""

    @asynccontextmanager
    async def reading(tenant: TenantId) -> AsyncIterator[Connection]:
        with transient_errors():
            async with pools.app.acquire() as connection, connection.transaction(readonly=True):
                await TenantScope(connection).become(tenant)
                with _no_writes():
                    yield connection

    return reading


def writing_from(pools: Pools) -> Reading:
    """Write what is neither an event nor a read model, in a transaction of its own."""

    @asynccontextmanager
    async def writing(tenant: TenantId) -> AsyncIterator[Connection]:
        with transient_errors():
            async with pools.app.acquire() as connection, connection.transaction():
                await TenantScope(connection).become(tenant)
                yield connection

    return writing


@contextmanager
def _no_writes() -> Iterator[None]:
    """Here it is not the server that takes no writes, but we who said that there would be none."""
    try:
        yield
    except asyncpg.ReadOnlySQLTransactionError as error:
        raise WriteWhileReading(str(error)) from error
