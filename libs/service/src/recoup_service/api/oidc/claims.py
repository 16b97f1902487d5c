"""What a token says of somebody: whose side they are on, what they do there, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from recoup_events.kernel.ids import TenantId
from recoup_service.api.keys import TENANT
from recoup_service.api.principal import NotAuthenticated, Principal
from recoup_service.oidc_settings import Roles

LEEWAY = timedelta(seconds=30)
"""By which the issuer's clock and ours may differ."""
_LAST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


class Times(BaseModel):
    """When a token works, in seconds since 1970."""

    model_config = ConfigDict(strict=True)

    exp: float = Field(ge=0, le=_LAST)
    nbf: float = Field(default=0, ge=0, le=_LAST)
    iat: float = Field(default=0, ge=0, le=_LAST)

    @property
    def starts_at(self) -> datetime:
        return datetime.fromtimestamp(max(self.nbf, self.iat), UTC)

    @property
    def expires_at(self) -> datetime:
        return datetime.fromtimestamp(self.exp, UTC)


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody a token speaks of, and from when on."""

    principal: Principal
    starts_at: datetime
    expires_at: datetime

    def at(self, now: datetime) -> Principal:
        """Raises when the token does not work yet, or no longer."""
        if now >= self.expires_at + LEEWAY:
            raise NotAuthenticated(
                f"This token expired at {self.expires_at:%Y-%m-%dT%H:%MZ}. Sign in again."
            )
        if now < self.starts_at - LEEWAY:
            raise NotAuthenticated(
                f"This token works from {self.starts_at:%Y-%m-%dT%H:%M:%SZ} on. Compare the clocks of its "
                "issuer and of Recoup."
            )
        return self.principal


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what a deployment's issuer calls tenants, roles and people."""

    issuer: str
    tenant_claim: str
    roles_claim: str
    subject_claim: str
    roles: Roles
    subject_key: bytes

    def identity(self, claims: Mapping[str, Any]) -> Identity:
        """Of claims that were verified; raises when they lack what everybody needs."""
        try:
            times = Times.model_validate(dict(claims))
        except ValidationError:
            raise NotAuthenticated(
                "Times of this token (exp, nbf, iat) are no times. Ask for another at its issuer."
            ) from None
        tenant = TenantId(self._text(claims, self.tenant_claim))
        if not TENANT.fullmatch(tenant):
            raise NotAuthenticated(
                f"What this token names as '{self.tenant_claim}' is no tenant. Correct it at its issuer."
            )
        subject = self._text(claims, self.subject_claim)
        scopes = frozenset(s for role in self._roles(claims) for s in self.roles.get(role, ()))
        principal = Principal(tenant, self._actor(tenant, subject), scopes, times.expires_at)
        return Identity(principal, times.starts_at, times.expires_at)

    def _actor(self, tenant: TenantId, subject: str) -> str:
        """The same whenever and wherever somebody signs in; without the key nobody can try out who it is."""
        named = f"{self.issuer}\n{tenant}\n{subject}".encode()
        return f"user:{digest(self.subject_key, named, sha256).hex()[:32]}"

    def _text(self, claims: Mapping[str, Any], name: str) -> str:
        found = _claim(claims, name)
        if not isinstance(found, str) or not found or not found.isprintable():
            raise NotAuthenticated(
                f"This token has no text as '{name}'. Have its issuer put it into access tokens."
            )
        return found

    def _roles(self, claims: Mapping[str, Any]) -> frozenset[str]:
        found = _claim(claims, self.roles_claim)
        names = found.split() if isinstance(found, str) else found
        return (
            frozenset(n for n in names if isinstance(n, str))
            if isinstance(names, list)
            else frozenset()
        )


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """By its whole name, which may be an address with dots, or else a step at each dot."""
    found: Any = claims
    for step in (name,) if name in claims else name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
