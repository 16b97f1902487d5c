"""Connections to one service's database, in the two roles a running service may take."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:  # generic in its stubs, not at run time
    from asyncpg.pool import PoolAcquireContext

    AnyPool = asyncpg.Pool[Any]
else:
    AnyPool = asyncpg.Pool
PATIENCE_SECONDS = 5.0
"""So long one waits for a free connection before the store counts as unavailable."""


class _Pool(AnyPool):
    def acquire(self, *, timeout: float | None = None) -> "PoolAcquireContext[Any]":
        """Never for ever: everything that uses a pool comes through here."""
        if timeout is None and not self.get_idle_size():
            timeout = PATIENCE_SECONDS  # a timer costs as much as a query; set it when we may wait
        return super().acquire(timeout=timeout)


@dataclass(frozen=True, slots=True)
class Pools:
    """``app`` sees and writes one tenant per transaction; ``worker`` reads across tenants."""

    app: "asyncpg.Pool[Any]"
    worker: "asyncpg.Pool[Any]"


async def _as_it_is(_connection: Any) -> None:
    """Hand a connection on: settings and locks end with their transaction, claims are released."""


@asynccontextmanager
async def open_pools(dsn: str, *, name: str, app_size: int = 8) -> AsyncIterator[Pools]:
    """Open both pools; ``name`` shows in ``pg_stat_activity``."""
    # Workers walk indexes in their order; without statistics, as in a new database or after an
    # import, PostgreSQL would rather read the whole backlog and sort it.
    walking = {"role": "recoup_worker", "enable_bitmapscan": "off"}
    async with (
        _pool(dsn, name, app_size, {"role": "recoup_app", "lock_timeout": "5s"}) as app,
        _pool(dsn, name, 3, walking) as worker,
    ):
        yield Pools(app, worker)


def _pool(dsn: str, name: str, size: int, settings: Mapping[str, str]) -> _Pool:
    return _Pool(
        dsn,
        min_size=0,  # a server that is away just now is weather for whoever asks it first
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
