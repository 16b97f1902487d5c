"""What a route gets: who asks, when, and the few ways to decide and to read for them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import Header, Request, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer, SecurityScopes
from starlette.responses import Response

from recoup_events.envelope import Cause
from recoup_events.ids import TenantId
from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.tracing import TRACEPARENT, traceparent, well_formed
from recoup_eventstore.work import UnitOfWork
from recoup_service import preconditions
from recoup_service.auth import Principal
from recoup_service.idempotency import KEPT, Decision, OnceOnly, every_time, fingerprint, parse_key
from recoup_service.keys import SCOPE

Reading = Callable[[TenantId], AbstractAsyncContextManager[Connection]]
"""Opens a connection that sees one tenant's rows and changes nothing."""

BEARER = HTTPBearer(
    scheme_name="api_key",
    bearerFormat="rk_<env>_<id>_<secret>",
    description="An API key. The scope it needs stands beside each operation.",
    auto_error=False,
)


class NoReadModels(Exception):
    """A bug in how an app was put together: a list was asked of memory twins alone."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What stands behind every route of an app; kept in ``app.state``."""

    desk: Desk
    clock: Clock
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Ask:
    """One authenticated request."""

    tenant: TenantId
    actor: str
    now: datetime
    cause: Cause
    ports: Ports
    request: Request

    async def decide(self, decision: Decision) -> Response:
        """Run a decision in one transaction, once per ``Idempotency-Key``; races are retried."""
        key = parse_key(self.request.headers.get("Idempotency-Key"))
        if key is None:
            return await every_time(self.ports.desk, decision)
        once = OnceOnly(self.tenant, key, await fingerprint(self.request), self.now + KEPT)
        return await once.decide(self.ports.desk, decision)

    def match(self, version: int) -> None:
        """The request must have been decided on this version; raises 428 or 412 otherwise."""
        preconditions.match(self.request.headers.get("If-Match"), version)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[UnitOfWork]:
        """Fold streams to look at one thing; always current."""
        async with self.ports.desk.work() as work:
            yield work

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """Read models of this tenant, for lists; a moment behind."""
        if self.ports.reading is None:
            raise NoReadModels("lists are read from PostgreSQL; give the app a `reading`")
        return self.ports.reading(self.tenant)


async def _asked_to_read(
    request: Request, scopes: SecurityScopes, _key: Annotated[Any, Security(BEARER)]
) -> Ask:
    principal = cast(Principal, request.state.principal)
    for scope in scopes.scopes:
        principal.require(scope)
    ports = cast(Ports, request.app.state.ports)
    now = ports.clock.now()
    cause = Cause(
        at=now,
        actor=principal.actor,
        correlation_id=request.state.correlation_id,
        traceparent=traceparent() or well_formed(request.headers.get(TRACEPARENT)),
    )
    return Ask(principal.tenant, principal.actor, now, cause, ports, request)


async def _asked_to_write(
    request: Request,
    scopes: SecurityScopes,
    key: Annotated[Any, Security(BEARER)],
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="Makes retries safe: the same key and body within 30 days get the first "
            "answer again (`Idempotent-Replayed: true`) and do nothing. Refusals are not kept.",
            examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
        ),
    ] = None,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The `ETag` of the version this change was decided on. Needed to change "
            "a thing that exists already; leave it out to create one.",
            examples=['"3"'],
        ),
    ] = None,
) -> Ask:
    return await _asked_to_read(request, scopes, key)


def needs(scope: str) -> Any:
    """The dependency of a route that takes ``<resource>:read`` or ``<resource>:write``."""
    if not SCOPE.fullmatch(scope):
        raise ValueError(f"{scope!r} is not a scope; write <resource>:read or <resource>:write")
    asked = _asked_to_write if scope.endswith(":write") else _asked_to_read
    return Security(asked, scopes=[scope])


def names_its_scope(route: object) -> bool:
    """Whether a route can only be reached with a scope."""
    return isinstance(route, APIRoute) and any(
        dependency.call in (_asked_to_read, _asked_to_write)
        for dependency in route.dependant.dependencies
    )
