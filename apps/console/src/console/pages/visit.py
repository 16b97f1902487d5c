"""A visit: somebody signed in who looks at a page, and everything the page is made with."""

import ssl
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, cast
from urllib.parse import quote

import httpx
from fastapi import Depends, Request

from console.pages.service_apis import Api
from console.pages.writing import Writing, writing_for
from console.sessions.authenticator import Authenticator, CredentialRefused
from console.sessions.session import Seal, Session
from console.settings import ConsoleSettings
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.scope import Connection
from recoup_service.api.principal import Principal
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import NoReadModels, Reading

COOKIE = "recoup_console"


@dataclass(frozen=True, slots=True)
class ConsolePorts:
    """What all visits share; kept in ``app.state``."""

    settings: ConsoleSettings
    seal: Seal
    authenticator: Authenticator
    clock: Clock
    """Of what happened, and of keys."""
    outside: Clock
    """Of sessions: whoever signs in lives in the time outside, however a demonstration's passes."""
    command_runner: CommandRunner
    reading: Reading | None
    transport: httpx.AsyncBaseTransport | None = None
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class NotSignedIn(Exception):
    """Nobody, or nobody any more: signs in, and comes back to where they were going."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.words = words


class Elsewhere(Exception):
    """What was asked for is a part of another page, which is shown instead."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Visit:
    request: Request
    ports: ConsolePorts
    session: Session
    principal: Principal
    now: datetime
    writing: Writing

    @property
    def api(self) -> Api:
        ports = self.ports
        return Api(ports.settings.console_api, self.session.credential, ports.tls, ports.transport)

    def private(self, service: str) -> Api | None:
        """A service's private port; none where the console cannot reach it."""
        ports = self.ports
        address = ports.settings.console_admin_addresses.get(service)
        return None if address is None else Api(address, "", ports.tls, ports.transport)

    @property
    def form_token(self) -> str:
        return self.ports.seal.form_token(self.session)

    @property
    def is_part(self) -> bool:
        """A part of a page is asked for, not the whole."""
        return self.request.headers.get("HX-Request") == "true"

    @property
    def creditor(self) -> str | None:
        """The creditor whose part is looked at; all of them where none is chosen."""
        return self.request.query_params.get("creditor") or None

    def may(self, scope: str) -> bool:
        try:
            self.principal.require(scope)
        except Problem:
            return False
        return True

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """Read models of this person's tenant."""
        if self.ports.reading is None:
            raise NoReadModels("pages are read from PostgreSQL; give the app a `reading`")
        return self.ports.reading(self.principal.tenant)

    def here(self, **changed: object) -> str:
        """This page's address with other parameters; ``None`` takes one away."""
        query: Mapping[str, Any] = {**self.request.query_params, **changed}
        pairs = (f"{key}={quote(str(value))}" for key, value in query.items() if value is not None)
        return f"{self.request.url.path}?{'&'.join(pairs)}".rstrip("?")


def ports_of(request: Request) -> ConsolePorts:
    return cast(ConsolePorts, request.app.state.ports)


async def visiting(request: Request) -> Visit:
    """Raises ``NotSignedIn``; a request that changes something must come from a form of ours."""
    ports = ports_of(request)
    now = ports.clock.now()
    sealed = request.cookies.get(COOKIE)
    session = None if sealed is None else ports.seal.open(sealed, ports.outside.now())
    if session is None:
        raise NotSignedIn("" if sealed is None else "Your session has ended. Sign in again.")
    try:
        principal = await ports.authenticator.authenticate(session.credential, now)
    except CredentialRefused as unknown:
        raise NotSignedIn(str(unknown)) from None
    request.state.actor = principal.actor
    request.state.session = session
    if request.method not in ("GET", "HEAD"):
        await _must_be_ours(request, ports.seal, session)
    writing = writing_for(
        request.headers.get("Accept-Language", ""),
        request.cookies.get("tz", "").replace("%2F", "/"),
    )
    return Visit(request, ports, session, principal, now, writing)


async def _must_be_ours(request: Request, seal: Seal, session: Session) -> None:
    token = request.headers.get("X-Form-Token") or str((await request.form()).get("form_token", ""))
    if not seal.is_form_of(session, token):
        raise Problem(
            403,
            "form_not_ours",
            "This did not come from a page of the console, or from one of an earlier session; nothing was done. "
            "Load the page again and repeat it.",
        )


Visiting = Annotated[Visit, Depends(visiting)]
