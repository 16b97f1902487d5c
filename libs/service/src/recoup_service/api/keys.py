"""API keys: what one is, how it is written, and the ring they are looked up in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol

from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_events.kernel.limits import Limits
from recoup_service.api.tenants_by_event import KnownTenant
from recoup_service.ids import new_key_id, new_secret

SCOPE = re.compile(r"[a-z]+:(read|write)")
TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NAME = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f]{1,200}")
_ENVIRONMENT = re.compile(r"[a-z]+")
_WRITTEN = re.compile(r"rk_(?P<env>[a-z]+)_(?P<id>[0-9a-f]{16})_(?P<secret>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: enough to recognise its secret, not to say it."""

    id: str
    tenant: TenantId
    name: str
    secret_sha256: bytes
    scopes: frozenset[str]
    env: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    limits: Limits | None = None
    agency_id: AgencyId | None = None
    """Whose placements alone it opens."""

    def opened_by(self, presented: "PresentedKey") -> bool:
        """Compares in constant time."""
        same_secret = compare_digest(self.secret_sha256, presented.secret_sha256)
        return same_secret and self.env == presented.env


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """What stands in an ``Authorization`` header; anybody may have written it."""

    env: str
    id: str
    secret_sha256: bytes

    @classmethod
    def parse(cls, text: str) -> "PresentedKey | None":
        match = _WRITTEN.fullmatch(text)
        if match is None:
            return None
        return cls(match["env"], match["id"], sha256(match["secret"].encode()).digest())


def mint(
    tenant: TenantId,
    name: str,
    scopes: Iterable[str],
    *,
    env: str,
    now: datetime,
    expires_at: datetime | None = None,
    limits: Limits | None = None,
    agency_id: AgencyId | None = None,
) -> tuple[ApiKey, str]:
    """A new key to be kept, and its text, which exists here and nowhere afterwards."""
    granted = frozenset(scopes)
    if not TENANT.fullmatch(tenant):
        raise ValueError(
            f"{tenant!r} is not a tenant: use 1 to 64 letters, digits, dots, hyphens or underscores, "
            "a letter or digit first."
        )
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} names nobody: say who carries the key, in one line.")
    for scope in granted:
        if not SCOPE.fullmatch(scope):
            raise ValueError(f"{scope!r} is not a scope; write <resource>:read or <resource>:write")
    if not _ENVIRONMENT.fullmatch(env):
        raise ValueError(f"{env!r} is not an environment; use lower-case letters, e.g. live")
    id, secret = new_key_id(), new_secret()
    digest = sha256(secret.encode()).digest()
    key = ApiKey(
        *(id, tenant, name, digest, granted, env, now, expires_at),
        limits=limits,
        agency_id=agency_id,
    )
    return key, f"rk_{env}_{id}_{secret}"


class KeyRing(Protocol):
    """Where keys are looked up, and the tenants they open."""

    async def find(self, id: str) -> ApiKey | None: ...

    def has_found(self, id: str) -> bool:
        """Whether this process has found it before, so that looking again is no guess."""
        ...

    async def note_use(self, id: str, at: datetime) -> None: ...

    async def tenant(self, id: TenantId) -> KnownTenant:
        """Whether it is suspended, and what all its keys together may ask."""
        ...


class MemoryKeyRing:
    """A key ring for tests."""

    def __init__(self, *keys: ApiKey) -> None:
        self.keys = {key.id: key for key in keys}
        self.last_used: dict[str, datetime] = {}
        self.tenants: dict[TenantId, KnownTenant] = {}

    async def find(self, id: str) -> ApiKey | None:
        return self.keys.get(id)

    def has_found(self, id: str) -> bool:
        return id in self.keys

    async def note_use(self, id: str, at: datetime) -> None:
        self.last_used[id] = at

    async def tenant(self, id: TenantId) -> KnownTenant:
        return self.tenants.get(id, KnownTenant())
