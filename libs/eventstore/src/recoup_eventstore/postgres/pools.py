"""Connections to one service's database, in the two roles a running service may take."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy

from recoup_eventstore.errors import Meaning
from recoup_eventstore.postgres.breaker import Breaker, watch
from recoup_eventstore.postgres.connector import Connector
from recoup_eventstore.postgres.error_table import meaning_of

if TYPE_CHECKING:  # generic in their stubs, not at run time
    AnyPool = asyncpg.Pool[Any]
    AnyAcquireContext = PoolAcquireContext[Any]
else:
    AnyPool, AnyAcquireContext = asyncpg.Pool, PoolAcquireContext
WORKERS = 6
"""Connections that look across tenants; a loop holds one while an effect of it is under way."""
PATIENCE_SECONDS = 5.0
"""So long one waits for a free connection before the store counts as unavailable."""


class _Pool(AnyPool):
    """Everything that uses a pool comes through ``acquire``, so what holds for all stands here."""

    def __init__(self, dsn: str, breaker: Breaker, **settings: Any) -> None:
        super().__init__(dsn, **settings)
        self.breaker = breaker
        self.taken: set[PoolConnectionProxy[Any]] = set()

    def acquire(self, *, timeout: float | None = None) -> "_Acquire":
        """Never for ever, and not at all while the server does not answer."""
        self.breaker.check()
        if timeout is None and not self.get_idle_size():
            timeout = PATIENCE_SECONDS  # a timer costs as much as a query; set it when we may wait
        return _Acquire(self, timeout)

    async def hang_up(self) -> None:
        """Whoever waits for an answer stops waiting; the next ones get new connections."""
        for connection in list(self.taken):
            connection.terminate()
        await self.expire_connections()


class _Acquire(AnyAcquireContext):
    """A connection for as long as a block lasts."""

    def __init__(self, pool: _Pool, timeout: float | None) -> None:
        super().__init__(pool, timeout)
        self._of = pool

    async def __aenter__(self) -> "PoolConnectionProxy[Any]":
        connection = await super().__aenter__()
        self._of.taken.add(connection)
        return connection

    async def __aexit__(self, *raised: Any) -> None:
        connection, error = self.connection, raised[1]
        self._of.taken.discard(connection)
        if error is not None:
            self._of.breaker.failed(error)
            if connection is not None and meaning_of(error) is Meaning.READ_ONLY:
                # Another server may be the primary by now, and only a new connection finds it.
                connection.terminate()
                await self._of.expire_connections()
            elif connection is not None and isinstance(error, asyncpg.QueryCanceledError):
                # It keeps the time limit that its role had when it logged in.
                connection.terminate()
        await super().__aexit__(*raised)


@dataclass(frozen=True, slots=True)
class Pools:
    """``app`` sees and writes one tenant per transaction; ``worker`` reads across tenants."""

    app: "asyncpg.Pool[Any]"
    worker: "asyncpg.Pool[Any]"
    breaker: Breaker = field(default_factory=Breaker)


async def _as_it_is(_connection: Any) -> None:
    """Hand a connection on: settings and locks end with their transaction, claims are released."""


@asynccontextmanager
async def open_pools(dsn: str, *, name: str, app_size: int = 8) -> AsyncIterator[Pools]:
    """Open both pools; ``name`` shows in ``pg_stat_activity``."""
    # Workers walk indexes in their order; without statistics, as in a new database or after an
    # import, PostgreSQL would rather read the whole backlog and sort it.
    walking = {"role": "recoup_worker", "enable_bitmapscan": "off"}
    breaker, connector = Breaker(), Connector(dsn)
    app = _pool(
        dsn, breaker, connector, name, app_size, {"role": "recoup_app", "lock_timeout": "5s"}
    )
    worker = _pool(dsn, breaker, connector, name, WORKERS, walking)
    async with app, worker:
        watching = [
            asyncio.create_task(watch(breaker, connector, name)),
            asyncio.create_task(_hang_up(breaker, app, worker)),
        ]
        try:
            yield Pools(app, worker, breaker)
        finally:
            for task in watching:
                task.cancel()
            for task in watching:
                with suppress(asyncio.CancelledError):
                    await task


async def _hang_up(breaker: Breaker, *pools: _Pool) -> None:
    """Free those who wait for a server that has stopped answering."""
    while True:
        await breaker.open.wait()
        for pool in pools:
            await pool.hang_up()
        breaker.open.clear()


def _pool(
    dsn: str,
    breaker: Breaker,
    connector: Connector,
    name: str,
    size: int,
    settings: Mapping[str, str],
) -> _Pool:
    return _Pool(
        dsn,
        breaker,
        connect=connector.connect,
        min_size=0,  # a server that is away just now is unavailable to whoever asks it first
        max_size=size,
        max_queries=50_000,
        max_inactive_connection_lifetime=300,
        loop=None,
        connection_class=asyncpg.Connection,
        record_class=asyncpg.Record,
        command_timeout=30,
        reset=_as_it_is,
        server_settings={
            "application_name": name,
            "idle_in_transaction_session_timeout": "30s",
            **settings,
        },
    )
