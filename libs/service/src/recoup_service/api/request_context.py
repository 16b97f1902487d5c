"""What a route gets: who asks, when, and the few ways to decide and to read for them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.tracing import TRACEPARENT, traceparent, well_formed
from recoup_eventstore.work import UnitOfWork
from recoup_service.api import preconditions
from recoup_service.api.idempotency import (
    KEPT,
    Decision,
    OnceOnly,
    every_time,
    fingerprint,
    parse_key,
)
from recoup_service.api.keys import SCOPE
from recoup_service.api.principal import Principal
from recoup_service.api.query_parameters import refuse_unknown

Reading = Callable[[TenantId], AbstractAsyncContextManager[Connection]]
"""Opens a connection that sees one tenant's rows and changes nothing; as ``writing``, one that may
change what is neither an event nor a read model, such as the files of imports."""


class NoReadModels(Exception):
    """A bug in how an app was put together: a list was asked of memory twins alone."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What stands behind every route of an app; kept in ``app.state``."""

    command_runner: CommandRunner
    clock: Clock
    reading: Reading | None
    writing: Reading | None = None


@dataclass(frozen=True, slots=True)
class WorkContext:
    """For whom something is decided, since when, and with what: a request, or a job's part of a file."""

    tenant: TenantId
    actor: str
    now: datetime
    cause: Cause
    ports: Ports

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """Read models of this tenant, for lists; a moment behind."""
        if self.ports.reading is None:
            raise NoReadModels("lists are read from PostgreSQL; give the app a `reading`")
        return self.ports.reading(self.tenant)

    def writing(self) -> AbstractAsyncContextManager[Connection]:
        """Tables of this tenant that are neither events nor read models."""
        if self.ports.writing is None:
            raise NoReadModels("files are kept in PostgreSQL; give the app a `writing`")
        return self.ports.writing(self.tenant)


@dataclass(frozen=True, slots=True)
class RequestContext(WorkContext):
    """One authenticated request."""

    request: Request

    @property
    def agency_id(self) -> AgencyId:
        """Whose key was shown, on a route that needs one of an agency's scopes."""
        agency_id = cast(Principal, self.request.state.principal).agency_id
        assert agency_id is not None, "only an agency's key has the scopes of an agency"
        return agency_id

    async def decide(self, decision: Decision) -> Response:
        """Run a decision in one transaction, once per ``Idempotency-Key``; races are retried."""
        key = parse_key(self.request.headers.get("Idempotency-Key"))
        if key is None:
            return await every_time(self.ports.command_runner, decision)
        once = OnceOnly(self.tenant, key, await fingerprint(self.request), self.now + KEPT)
        return await once.decide(self.ports.command_runner, decision)

    def match(self, version: int) -> None:
        """The request must have been decided on this version; raises 428 or 412 otherwise."""
        preconditions.match(self.request.headers.get("If-Match"), version)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[UnitOfWork]:
        """Fold streams to look at one thing; always current."""
        async with self.ports.command_runner.work() as work:
            yield work


@dataclass(frozen=True, slots=True)
class Needs:
    """Lets those pass who have a scope, and gives the route their ``RequestContext``.

    Its headers are described by ``documented`` and not declared here: FastAPI would take them apart
    anew for every request.
    """

    scope: str
    """Empty where any key or user will do."""

    async def __call__(self, request: Request) -> RequestContext:
        principal = cast(Principal, request.state.principal)
        if self.scope:
            principal.require(self.scope)
        refuse_unknown(request)
        if request.method != "GET":
            parse_key(request.headers.get("Idempotency-Key"))
        ports = cast(Ports, request.app.state.ports)
        now = ports.clock.now()
        cause = Cause(
            at=now,
            actor=principal.actor,
            correlation_id=request.state.correlation_id,
            traceparent=traceparent() or well_formed(request.headers.get(TRACEPARENT)),
        )
        return RequestContext(principal.tenant, principal.actor, now, cause, ports, request)


def needs(scope: str) -> Any:
    """The dependency of a route that takes ``<resource>:read`` or ``<resource>:write``."""
    if not SCOPE.fullmatch(scope):
        raise ValueError(f"{scope!r} is not a scope; write <resource>:read or <resource>:write")
    return Depends(Needs(scope))


@dataclass(frozen=True, slots=True)
class OpenContext:
    """One request that no key opens: what it asks for is proven by the request itself, or refused."""

    now: datetime
    ports: Ports
    request: Request

    def cause(self, actor: str) -> Cause:
        """Of what follows; ``actor`` says by what it was proven."""
        id = self.request.state.correlation_id
        return Cause(at=self.now, actor=actor, correlation_id=id, traceparent=traceparent())


class Opens:
    """Lets everybody pass, and gives the route its ``OpenContext``."""

    async def __call__(self, request: Request) -> OpenContext:
        ports = cast(Ports, request.app.state.ports)
        return OpenContext(ports.clock.now(), ports, request)


opens: Any = Depends(Opens())
"""The dependency of a route under ``/open`` that itself checks a signature: of a link, or a callback."""


def is_open(route: object) -> bool:
    """Whether a route says that it checks for itself who may ask."""
    if not isinstance(route, APIRoute):
        return False
    return any(isinstance(each.call, Opens) for each in route.dependant.dependencies)


signed_in: Any = Depends(Needs(""))
"""The dependency of a route that tells whoever asks about themselves."""


def needs_of(route: object) -> Needs | None:
    """Whom a route lets pass; ``None`` when it asks for nobody."""
    if isinstance(route, APIRoute):
        for dependency in route.dependant.dependencies:
            if isinstance(dependency.call, Needs):
                return dependency.call
    return None


def scope_of(route: object) -> str | None:
    """The scope without which a route cannot be reached; ``None`` when it names none."""
    needed = needs_of(route)
    return (needed.scope or None) if needed else None
