"""API keys across the services: each keeps its own ring, and a caller carries one key for all."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from recoup_cli.stack.errors import StackFailed
from recoup_events.kernel.limits import Limits
from recoup_service.api import keyring
from recoup_service.api.keys import ApiKey


@dataclass(frozen=True, slots=True)
class KnownKey:
    """All that is said of a key once it is made."""

    id: str
    tenant: str
    name: str
    env: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    requests_per_second: int | None
    burst: int | None


async def issue(databases: Sequence[str], key: ApiKey) -> None:
    """Make the key known to every service."""
    for database in databases:
        async with _connected(database) as owner:
            await keyring.issue(owner, key)


async def known(databases: Sequence[str]) -> list[KnownKey]:
    """Every key, newest first, with its last use in any service."""
    found: dict[str, KnownKey] = {}
    for database in databases:
        async with _connected(database) as owner:
            rows = await owner.fetch(keyring.QUERIES["known_keys"])
        for key in (KnownKey(**row) for row in rows):
            found[key.id] = max(key, found.get(key.id, key), key=_last_use)
    return sorted(found.values(), key=lambda key: key.created_at, reverse=True)


async def revoke(databases: Sequence[str], identity: str, now: datetime) -> None:
    """Refuse the key from now on, in every service."""
    if identity not in {key.id for key in await known(databases)}:
        raise StackFailed(f"No key has the id {identity!r}: `recoup keys list` shows them.")
    for database in databases:
        async with _connected(database) as owner:
            await keyring.revoke(owner, identity, now)


async def limit(databases: Sequence[str], identity: str, limits: Limits | None) -> None:
    """Let the key ask so much from now on, in every service."""
    for database in databases:
        async with _connected(database) as owner:
            if not await keyring.limit(owner, identity, limits):
                raise StackFailed(
                    f"No key with the id {identity!r} was made on the command line: `recoup keys list` "
                    "shows them. Change one that was made over the API there, by PATCH."
                )


def _last_use(key: KnownKey) -> float:
    return key.last_used_at.timestamp() if key.last_used_at else 0.0


@asynccontextmanager
async def _connected(database: str) -> "AsyncIterator[asyncpg.Connection[Any]]":
    try:
        connection = await asyncpg.connect(database)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StackFailed(
            f"A service's database does not answer ({error}): start the local stack with "
            "`recoup up`, or correct --database."
        ) from error
    try:
        yield connection
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError) as error:
        raise StackFailed(
            f"A service has no place for API keys yet ({error}): `recoup up` migrates the local "
            "stack; elsewhere, run the service's 'migrate' first."
        ) from error
    finally:
        await connection.close()
