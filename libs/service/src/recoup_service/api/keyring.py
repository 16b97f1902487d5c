"""API keys in a service's database: issued by its owner, looked up by its worker role."""

from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

import asyncpg

from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.api.keys import ApiKey, KeyRing
from recoup_service.api.tenants_by_event import KnownTenant

QUERIES = named_queries("recoup_service.api")
FRESH_SECONDS = 1.0
"""A revoked key works no longer than this, and neither do those of a suspended tenant."""
NOTED_SECONDS = 60.0
"""How exact "last used" is."""


class PostgresKeyRing:
    """See ``KeyRing``."""

    def __init__(self, worker: "asyncpg.Pool[Any]") -> None:
        self._worker = worker

    async def find(self, id: str) -> ApiKey | None:
        with transient_errors():
            row = await self._worker.fetchrow(QUERIES["find_key"], id)
        if row is None:
            return None
        return ApiKey(
            id=row["id"],
            tenant=TenantId(row["tenant"]),
            name=row["name"],
            secret_sha256=row["secret_sha256"],
            scopes=frozenset(row["scopes"]),
            env=row["env"],
            created_at=row["created_at"],
            expires_at=row["expires_at"],
            revoked_at=row["revoked_at"],
            limits=limits_in(row),
            agency_id=row["agency_id"],
        )

    def has_found(self, id: str) -> bool:
        return False

    async def note_use(self, id: str, at: datetime) -> None:
        with transient_errors():
            await self._worker.execute(QUERIES["note_use"], id, at)

    async def tenant(self, id: TenantId) -> KnownTenant:
        with transient_errors():
            content = await self._worker.fetchval(QUERIES["find_tenant"], id)
        return KnownTenant() if content is None else KnownTenant.model_validate_json(content)


def limits_in(row: Mapping[str, Any]) -> Limits | None:
    """Those of the key's own."""
    if row["requests_per_second"] is None:
        return None
    return Limits(requests_per_second=row["requests_per_second"], burst=row["burst"])


class CachedKeyRing:
    """Spares a busy client's key the round trip.

    Only keys that exist are kept, so guesses cannot fill the memory.
    """

    def __init__(self, ring: KeyRing, elapsed: Callable[[], float] = monotonic) -> None:
        self._ring = ring
        self._elapsed = elapsed
        self._found: dict[str, tuple[float, ApiKey]] = {}
        self._noted: dict[str, float] = {}
        self._tenants: dict[TenantId, tuple[float, KnownTenant]] = {}

    async def find(self, id: str) -> ApiKey | None:
        seen_at, key = self._found.get(id, (-FRESH_SECONDS, None))
        if key is not None and self._elapsed() - seen_at < FRESH_SECONDS:
            return key
        found = await self._ring.find(id)
        if found is None:
            self._found.pop(id, None)
        else:
            self._found[id] = (self._elapsed(), found)
        return found

    def has_found(self, id: str) -> bool:
        return id in self._found

    async def note_use(self, id: str, at: datetime) -> None:
        last = self._noted.get(id)
        if last is None or self._elapsed() - last >= NOTED_SECONDS:
            self._noted[id] = self._elapsed()
            await self._ring.note_use(id, at)

    async def tenant(self, id: TenantId) -> KnownTenant:
        """Asked for those alone who have shown a key or token that works."""
        seen_at, known = self._tenants.get(id, (-FRESH_SECONDS, KnownTenant()))
        if self._elapsed() - seen_at >= FRESH_SECONDS:
            known = await self._ring.tenant(id)
            self._tenants[id] = (self._elapsed(), known)
        return known


async def issue(owner: Connection, key: ApiKey) -> None:
    """Keep a freshly minted key; ``owner`` is connected as the owner of the database."""
    await owner.execute(
        QUERIES["issue_key"],
        key.id,
        key.tenant,
        key.name,
        key.secret_sha256,
        sorted(key.scopes),
        key.env,
        key.created_at,
        key.expires_at,
        *_columns(key.limits),
    )


async def limit(owner: Connection, id: str, limits: Limits | None) -> bool:
    """Change how much a key may ask, within ``FRESH_SECONDS``; whether it was made by hand."""
    return await owner.fetchval(QUERIES["limit_key"], id, *_columns(limits)) is not None


def _columns(limits: Limits | None) -> tuple[int | None, int | None]:
    return (None, None) if limits is None else (limits.requests_per_second, limits.burst)


async def revoke(owner: Connection, id: str, now: datetime) -> None:
    """Stop a key from working, within ``FRESH_SECONDS``."""
    await owner.execute(QUERIES["revoke_key"], id, now)
