"""Who is asking: every path under /v1 needs a living API key; what is unknown is denied."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.clock import Clock
from recoup_eventstore.errors import ReadOnly, Unavailable
from recoup_service.api.keys import ApiKey, KeyRing, PresentedKey
from recoup_service.api.problems import Problem
from recoup_service.api.quotas import RATE_LIMIT, Quotas
from recoup_service.api.translation import problem_of
from recoup_service.limits import peer_of

PROTECTED = "/v1"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, for whom, and what they may ask."""

    tenant: TenantId
    actor: str
    scopes: frozenset[str]

    def require(self, scope: str) -> None:
        """Raises a 403 that names the missing scope."""
        if scope not in self.scopes:
            raise Problem(
                403,
                "scope_missing",
                f"This API key lacks the scope {scope}. Use a key that has it, or ask your "
                "administrator to issue one.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )


class _Unknown(Exception):
    """Nobody with a key that works."""

    def __init__(self, detail: str, error: str = "invalid_token") -> None:
        challenge = {"WWW-Authenticate": f'Bearer realm="recoup", error="{error}"'}
        self.problem = Problem(401, "not_authenticated", detail, headers=challenge)


class Authentication:
    """Stands before the routes, so a body is not even read for someone unknown."""

    def __init__(self, app: ASGIApp, keys: KeyRing, clock: Clock, quotas: Quotas) -> None:
        self._app = app
        self._keys = keys
        self._clock = clock
        self._quotas = quotas

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            key = await self._admitted(scope)
        except (Problem, Unavailable) as error:
            await problem_of(error).response(scope)(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if key is not None:
                self._quotas.end(key.id)

    async def _admitted(self, scope: Scope) -> ApiKey | None:
        """None where nobody needs a key; a key's request counts as under way until it is ended."""
        peer = peer_of((scope.get("client") or ("",))[0])
        if not _protected(scope["path"]):
            self._quotas.spend_of_stranger(peer)
            return None
        try:
            key = await self._key(Headers(scope=scope).get("authorization", ""), peer)
        except _Unknown as unknown:
            self._quotas.spend_of_stranger(peer)
            raise unknown.problem from None
        scope["state"][RATE_LIMIT] = self._quotas.spend_of_key(key.id)
        with suppress(ReadOnly):  # when a key was last used is not worth refusing a read
            await self._keys.note_use(key.id, self._clock.now())
        principal = Principal(key.tenant, f"key:{key.id}", key.scopes)
        scope["state"].update(principal=principal, actor=principal.actor)
        self._quotas.begin(key.id)
        return key

    async def _key(self, authorization: str, peer: str) -> ApiKey:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise _Unknown(
                "Send your API key as 'Authorization: Bearer rk_...'.", error="invalid_request"
            )
        presented = PresentedKey.parse(text.strip())
        if presented is None:
            raise _Unknown(
                "This is not an API key: it must look like rk_<env>_<id>_<secret>. "
                "Check that it was copied whole."
            )
        if not self._keys.has_found(presented.id):
            self._quotas.require_left_of_stranger(peer)
        key = await self._keys.find(presented.id)
        if key is None or not key.opened_by(presented):
            raise _Unknown("This API key is not known here. Check that it was copied whole.")
        _must_live(key, self._clock.now())
        return key


def _protected(path: str) -> bool:
    return path == PROTECTED or path.startswith(f"{PROTECTED}/")


def _must_live(key: ApiKey, now: datetime) -> None:
    if key.revoked_at is not None:
        raise _Unknown("This API key was revoked. Use another one.")
    if key.expires_at is not None and key.expires_at <= now:
        raise _Unknown(f"This API key expired at {key.expires_at:%Y-%m-%dT%H:%MZ}. Issue another.")
