"""Connections to one service's database, in the two roles a running service may take."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg


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
    common: dict[str, Any] = {
        "application_name": name,
        "idle_in_transaction_session_timeout": "30s",
    }
    async with (
        asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=app_size,
            command_timeout=30,
            reset=_as_it_is,
            server_settings={**common, "role": "recoup_app", "lock_timeout": "5s"},
        ) as app,
        asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=3,
            command_timeout=30,
            reset=_as_it_is,
            # Workers walk indexes in their order; without statistics, as in a new database or
            # after an import, PostgreSQL would rather read the whole backlog and sort it.
            server_settings={**common, "role": "recoup_worker", "enable_bitmapscan": "off"},
        ) as worker,
    ):
        yield Pools(app, worker)
