"""Who is asking: every path under /v1 needs a living API key; what is unknown is denied."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from recoup_events.ids import TenantId
from recoup_eventstore.clock import Clock
from recoup_eventstore.errors import ReadOnly, Unavailable
from recoup_service.api.keys import ApiKey, KeyRing, PresentedKey
from recoup_service.api.problems import Problem
from recoup_service.api.translation import problem_of

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


def _unknown(detail: str, error: str = "invalid_token") -> Problem:
    challenge = {"WWW-Authenticate": f'Bearer realm="recoup", error="{error}"'}
    return Problem(401, "not_authenticated", detail, headers=challenge)


class Authentication:
    """Stands before the routes, so a body is not even read for someone unknown."""

    def __init__(self, app: ASGIApp, keys: KeyRing, clock: Clock) -> None:
        self._app = app
        self._keys = keys
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _protected(scope["path"]):
            try:
                principal = await self._who(Headers(scope=scope).get("authorization", ""))
            except (Problem, Unavailable) as error:
                await problem_of(error).response(scope)(scope, receive, send)
                return
            scope["state"].update(principal=principal, actor=principal.actor)
        await self._app(scope, receive, send)

    async def _who(self, authorization: str) -> Principal:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise _unknown(
                "Send your API key as 'Authorization: Bearer rk_...'.", error="invalid_request"
            )
        presented = PresentedKey.parse(text.strip())
        if presented is None:
            raise _unknown(
                "This is not an API key: it must look like rk_<env>_<id>_<secret>. "
                "Check that it was copied whole."
            )
        key = await self._keys.find(presented.id)
        if key is None or not key.opened_by(presented):
            raise _unknown("This API key is not known here. Check that it was copied whole.")
        now = self._clock.now()
        _must_live(key, now)
        with suppress(ReadOnly):  # when a key was last used is not worth refusing a read
            await self._keys.note_use(key.id, now)
        return Principal(key.tenant, f"key:{key.id}", key.scopes)


def _protected(path: str) -> bool:
    return path == PROTECTED or path.startswith(f"{PROTECTED}/")


def _must_live(key: ApiKey, now: datetime) -> None:
    if key.revoked_at is not None:
        raise _unknown("This API key was revoked. Use another one.")
    if key.expires_at is not None and key.expires_at <= now:
        raise _unknown(f"This API key expired at {key.expires_at:%Y-%m-%dT%H:%MZ}. Issue another.")
