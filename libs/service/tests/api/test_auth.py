from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import pytest
from fastapi import APIRouter
from httpx import ASGITransport, AsyncClient

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keyring import FRESH_SECONDS, NOTED_SECONDS, CachedKeyRing
from recoup_service.api.keys import ApiKey, MemoryKeyRing, PresentedKey, mint
from recoup_service.api.public_app import UnscopedRoute
from recoup_service.api.request_context import OpenContext, needs, opens
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.service import Service
from recoup_service.settings import Settings
from recoup_testing.clock import TurnedClock

ACME, RIVAL = TenantId("acme"), TenantId("rival")
EVERYTHING = ["counters:read", "counters:write"]
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer rk_test_0123456789abcdef",
        "Bearer rk_test_0123456789abcdef_" + "0" * 64,
        "Bearer " + "x" * 5000,
        "Bearer e30.e30.e30",
    ],
)
@pytest.mark.parametrize("path", ["/v1/counters", "/v1/counters/c", "/v1/none", "/v1"])
async def test_strangers_are_asked_for_a_key(
    stranger: AsyncClient, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = await stranger.get(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="recoup"')


async def test_a_strangers_body_is_not_even_read(stranger: AsyncClient) -> None:
    answer = await stranger.post("/v1/counters", content=b"{")
    assert answer.status_code == 401


async def _get(
    stranger: AsyncClient, keys: MemoryKeyRing, key: ApiKey, text: str, path: str = "/v1/counters/c"
) -> int:
    keys.keys[key.id] = key
    return (await stranger.get(path, headers={"Authorization": f"Bearer {text}"})).status_code


async def test_a_key_works_until_it_expires(
    stranger: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock
) -> None:
    now = clock.now()
    key, text = mint(ACME, "k", EVERYTHING, env="test", now=now, expires_at=now + HOUR)
    assert await _get(stranger, keys, key, text) == 404
    assert keys.last_used == {key.id: now}
    clock.turn(HOUR)
    assert await _get(stranger, keys, key, text) == 401


async def test_a_revoked_key_and_a_changed_one_do_not_work(
    stranger: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock
) -> None:
    key, text = mint(ACME, "k", EVERYTHING, env="test", now=clock.now())
    last = "1" if text[-1] == "0" else "0"
    assert await _get(stranger, keys, key, text[:-1] + last) == 401
    assert await _get(stranger, keys, key, text.replace("rk_test", "rk_live")) == 401
    revoked = mint(ACME, "k", EVERYTHING, env="test", now=clock.now())
    gone = replace(revoked[0], revoked_at=clock.now())
    assert await _get(stranger, keys, gone, revoked[1]) == 401


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        (["counters:read"], "GET", "/v1/counters/c", 404),
        (["counters:read"], "POST", "/v1/counters", 403),
        (["counters:write"], "POST", "/v1/counters", 201),
        (["counters:write"], "GET", "/v1/counters/c", 403),
        (["invoices:read", "invoices:write"], "GET", "/v1/counters/c", 403),
        ([], "GET", "/v1/counters/c", 403),
    ],
)
async def test_a_key_opens_what_its_scopes_name_and_no_more(
    stranger: AsyncClient,
    keys: MemoryKeyRing,
    clock: TurnedClock,
    scopes: list[str],
    method: str,
    path: str,
    status: int,
) -> None:
    key, text = mint(ACME, "k", scopes, env="test", now=clock.now())
    keys.keys[key.id] = key
    headers = {"Authorization": f"bearer {text}"}
    body = {"id": "c"} if method == "POST" else None
    answer = await stranger.request(method, path, headers=headers, json=body)
    assert answer.status_code == status
    if status == 403:
        wanted = "counters:write" if method == "POST" else "counters:read"
        assert wanted in answer.json()["detail"]
        assert f'scope="{wanted}"' in answer.headers["WWW-Authenticate"]


async def test_another_tenants_things_do_not_exist(
    client: AsyncClient, stranger: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock
) -> None:
    await client.post("/v1/counters", json={"id": "c"})
    assert (await client.get("/v1/counters/c")).status_code == 200
    key, text = mint(RIVAL, "k", EVERYTHING, env="test", now=clock.now())
    assert await _get(stranger, keys, key, text) == 404


def _anybody() -> None:
    """A route that forgot to ask who is there."""


async def _whoever_knows(context: Annotated[OpenContext, opens]) -> str:
    return context.cause("link").actor


async def test_a_route_that_checks_for_itself_is_open_to_strangers_and_stands_in_no_reference(
    settings: Settings, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    service = Service("toy", settings, title="Sample", description="")
    routes = APIRouter()
    routes.add_api_route("/open/links/{token}", _whoever_knows)
    service.serves(routes)
    app = service.app(command_runner, clock, MemoryKeyRing(), http=HttpMetrics())
    async with AsyncClient(transport=ASGITransport(app), base_url="http://recoup") as anybody:
        answer = await anybody.get("/open/links/1")
        described = (await anybody.get("/openapi.json")).json()
    assert answer.json() == "link"
    assert "/open/links/{token}" not in described["paths"]


def test_a_route_that_checks_for_itself_does_not_hide_among_those_with_keys(
    settings: Settings, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    service = Service("toy", settings, title="Sample", description="")
    routes = APIRouter()
    routes.add_api_route("/v1/links/{token}", _whoever_knows)
    service.serves(routes)
    with pytest.raises(UnscopedRoute, match="/v1/links"):
        service.app(command_runner, clock, MemoryKeyRing(), http=HttpMetrics())


def test_a_route_without_a_scope_stops_the_service(
    settings: Settings, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    service = Service("toy", settings, title="Sample", description="")
    open_door = APIRouter()
    open_door.add_api_route("/v1/open", _anybody)
    service.serves(open_door)
    with pytest.raises(UnscopedRoute, match="/v1/open"):
        service.app(command_runner, clock, MemoryKeyRing(), http=HttpMetrics())


@pytest.mark.parametrize("scope", ["counters", "counters:own", "Counters:read", ""])
def test_a_misspelt_scope_is_found_at_once(clock: TurnedClock, scope: str) -> None:
    with pytest.raises(ValueError, match="is not a scope"):
        needs(scope)
    with pytest.raises(ValueError, match="is not a scope"):
        mint(ACME, "k", [scope], env="test", now=clock.now())


def test_the_text_of_a_key_is_not_in_what_is_kept(clock: TurnedClock) -> None:
    key, text = mint(ACME, "k", EVERYTHING, env="test", now=clock.now())
    presented = PresentedKey.parse(text)
    assert presented is not None
    assert key.opened_by(presented)
    assert text.rsplit("_", 1)[1] not in repr(key)


async def test_a_cached_key_is_forgotten_within_a_second(clock: TurnedClock) -> None:
    elapsed = 0.0
    key, _ = mint(ACME, "k", EVERYTHING, env="test", now=clock.now())
    ring = MemoryKeyRing(key)
    cached = CachedKeyRing(ring, lambda: elapsed)
    assert await cached.find(key.id) == key
    ring.keys.clear()
    elapsed = FRESH_SECONDS * 0.9
    assert await cached.find(key.id) == key
    elapsed = FRESH_SECONDS
    assert await cached.find(key.id) is None


async def test_use_is_noted_at_most_once_a_minute(clock: TurnedClock) -> None:
    elapsed = 0.0
    ring = MemoryKeyRing()
    cached = CachedKeyRing(ring, lambda: elapsed)
    first = clock.now()
    await cached.note_use("k", first)
    clock.turn(HOUR)
    await cached.note_use("k", clock.now())
    assert ring.last_used["k"] == first
    elapsed = NOTED_SECONDS
    await cached.note_use("k", clock.now())
    assert ring.last_used["k"] == clock.now()
