"""Who is asking: every path under /v1 needs a living key or token; what is unknown is denied."""

from contextlib import suppress
from functools import partial

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from recoup_eventstore.clock import Clock
from recoup_eventstore.errors import ReadOnly, Unavailable
from recoup_service.api.callbacks import CALLBACKS, COUNT, PAYMENT_CALLBACKS
from recoup_service.api.credentials import holder_of, living_key, must_be_open
from recoup_service.api.keys import ApiKey, KeyRing, PresentedKey
from recoup_service.api.oidc.users import LONGEST, PresentedToken, Users
from recoup_service.api.portal_caller import PREFIX, PortalCallers
from recoup_service.api.principal import NotAuthenticated, Principal
from recoup_service.api.problems import Problem
from recoup_service.api.quotas import RATE_LIMIT, Quotas
from recoup_service.api.rates import RawHeaders
from recoup_service.api.tenants_by_event import KnownTenant
from recoup_service.api.translation import problem_of
from recoup_service.clock import SystemClock
from recoup_service.limits import peer_of

PROTECTED = "/v1"
OUTSIDE = SystemClock()
"""The portal is a process beside: what it signs is a minute old at most, however a demonstration's time passes."""


class Authentication:
    """Stands before the routes, so a body is not even read for someone unknown."""

    def __init__(
        self,
        app: ASGIApp,
        keys: KeyRing,
        users: Users | None,
        clock: Clock,
        quotas: Quotas,
        portal: PortalCallers | None = None,
    ) -> None:
        self._app = app
        self._keys = keys
        self._users = users
        self._clock = clock
        self._quotas = quotas
        self._portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            actor = await self._admitted(scope)
        except (Problem, Unavailable) as error:
            await problem_of(error).response(scope)(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if actor is not None:
                self._quotas.end(actor)

    async def _admitted(self, scope: Scope) -> str | None:
        """None where nobody is asked for; an actor's request counts as under way until it is ended."""
        peer = peer_of((scope.get("client") or ("",))[0])
        if scope["path"].startswith((f"{CALLBACKS}/", PAYMENT_CALLBACKS)):
            self._quotas.require_left_of_stranger(peer)
            scope["state"][COUNT] = partial(self._quotas.spend_of_stranger, peer)
            return None
        if not _protected(scope["path"]):
            self._quotas.spend_of_stranger(peer)
            return None
        authorization = Headers(scope=scope).get("authorization", "")
        try:
            presented = self._presented(authorization)
            if isinstance(presented, PresentedKey):
                key = await self._key(presented, peer)
                principal = holder_of(key)
            elif isinstance(presented, Principal):
                key, principal = None, presented
            else:
                key, principal = None, await self._user(*presented, peer)
        except NotAuthenticated as unknown:
            self._quotas.spend_of_stranger(peer)
            raise unknown.problem from None
        tenant = await self._keys.tenant(principal.tenant)
        scope["state"][RATE_LIMIT] = self._spend(principal, key, tenant)
        must_be_open(principal.tenant, tenant)
        if key is not None:
            with suppress(ReadOnly):  # when a key was last used is not worth refusing a read
                await self._keys.note_use(key.id, self._clock.now())
        scope["state"].update(principal=principal, actor=principal.actor)
        self._quotas.begin(principal.actor)
        return principal.actor

    def _spend(self, asking: Principal, key: ApiKey | None, tenant: KnownTenant) -> RawHeaders:
        own = self._quotas.spend_of_actor(asking.actor, None if key is None else key.limits)
        if tenant.limits is None:
            return own
        return [*own, *self._quotas.spend_of_tenant(asking.tenant, tenant.limits)]

    def _presented(
        self, authorization: str
    ) -> PresentedKey | Principal | tuple[Users, PresentedToken]:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise NotAuthenticated(
                "Send your API key as 'Authorization: Bearer rk_...'.", error="invalid_request"
            )
        text = text.strip()
        key = PresentedKey.parse(text)
        if key is not None:
            return key
        if self._portal is not None and text.startswith(PREFIX):
            return self._portal.find(text, OUTSIDE.now())
        if self._users is not None and (token := PresentedToken.parse(text)) is not None:
            return self._users, token
        raise NotAuthenticated(
            f"This is not an API key: it must look like rk_<env>_<id>_<secret>. {self._nor_a_token()}"
            "Check that it was copied whole."
        )

    def _nor_a_token(self) -> str:
        if self._users is None:
            return ""
        return f"Nor is it a token: that has two dots, and {LONGEST} characters at most. "

    async def _key(self, presented: PresentedKey, peer: str) -> ApiKey:
        if not self._keys.has_found(presented.id):
            self._quotas.require_left_of_stranger(peer)
        return await living_key(self._keys, presented, self._clock.now())

    async def _user(self, users: Users, token: PresentedToken, peer: str) -> Principal:
        if not users.has_verified(token):
            self._quotas.spend_of_new_token(peer)
        return await users.find(token, self._clock.now())


def _protected(path: str) -> bool:
    return path == PROTECTED or path.startswith(f"{PROTECTED}/")
