"""The sample service, where people sign in with a tiny issuer's tokens."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api import me
from recoup_service.api.keys import MemoryKeyRing
from recoup_service.api.oidc.users import Users, signing_in
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock
from recoup_testing.issuer import Loopback, SampleIssuer, with_issuer


class Elapsed:
    """Seconds, as the test lets them pass."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture(scope="session")
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback().serving() as loopback:
        yield loopback


@pytest.fixture
def issuer(loopback: Loopback) -> SampleIssuer:
    return loopback.issuer()


@pytest.fixture
def settings(settings: Settings, issuer: SampleIssuer) -> Settings:
    roles = {"viewer": ("*:read",), "clerk": ("counters:read", "counters:write")}
    return with_issuer(
        settings,
        issuer,
        oidc_roles=roles,
        max_requests_per_key_per_second=1,
        max_keyless_requests_per_minute=30,
    )


@pytest.fixture
async def users(settings: Settings, elapsed: Elapsed) -> AsyncIterator[Users]:
    async with signing_in(settings, elapsed) as users:
        assert users is not None
        yield users


@pytest.fixture
def app(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    keys: MemoryKeyRing,
    http: HttpMetrics,
    users: Users,
) -> FastAPI:
    service = sample_service.build(settings)
    service.serves(me.router)
    return service.app(command_runner, clock, keys, http=http, users=users)


Ask = Callable[..., Awaitable[Response]]


@pytest.fixture
async def ask(app: FastAPI) -> AsyncIterator[Ask]:
    """Asks with a token, who one is if nothing else is said."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://recoup") as client:

        async def ask(
            token: str,
            method: str = "GET",
            path: str = "/v1/me",
            json: Mapping[str, Any] | None = None,
            **headers: str,
        ) -> Response:
            authorization = {"Authorization": f"Bearer {token}"}
            return await client.request(method, path, json=json, headers=authorization | headers)

        yield ask
