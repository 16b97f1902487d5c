"""Who asks too much is told so with 429 and when to come back; who asks as usual does not notice."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keys import ApiKey, MemoryKeyRing, mint
from recoup_service.api.rates import _REMEMBERED, Allowances, Rate
from recoup_service.limits import peer_of
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock

SCOPES = ["counters:read", "counters:write"]
WRONG = "Bearer rk_test_0123456789abcdef_" + "0" * 64
ITEM = re.compile(r'"(?P<name>[a-z]+)";r=(?P<left>\d+);t=(?P<seconds>\d+)')


class CountingKeyRing(MemoryKeyRing):
    """Counts how often it is asked."""

    def __init__(self, *keys: ApiKey) -> None:
        super().__init__(*keys)
        self.looked_up = 0

    async def find(self, id: str) -> ApiKey | None:
        self.looked_up += 1
        return await super().find(id)


def limited(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    keys: MemoryKeyRing,
    http: HttpMetrics,
    **limits: int,
) -> FastAPI:
    return sample_service.build(settings.model_copy(update=limits)).app(
        command_runner, clock, keys, http=http
    )


def client(app: FastAPI, authorization: str = WRONG, peer: str = "192.0.2.1") -> AsyncClient:
    return AsyncClient(
        transport=ASGITransport(app, client=(peer, 1)),
        base_url="http://recoup",
        headers={"Authorization": authorization},
    )


def key_of(keys: MemoryKeyRing, clock: TurnedClock, tenant: str = "acme") -> str:
    key, text = mint(TenantId(tenant), "ERP", SCOPES, env="test", now=clock.now())
    keys.keys[key.id] = key
    return f"Bearer {text}"


def check_too_many(answer: Response, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (429, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_key_that_asks_too_much_is_told_when_to_come_back(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    keys: MemoryKeyRing,
    http: HttpMetrics,
) -> None:
    app = limited(settings, command_runner, clock, keys, http, max_requests_per_key_per_second=1)
    acme, rival = key_of(keys, clock), key_of(keys, clock, "rival")
    async with client(app, acme) as asking, client(app, rival) as other:
        found = [await asking.get("/v1/counters/c") for _ in range(12)]
        assert [answer.status_code for answer in found] == [404] * 10 + [429] * 2
        assert (await other.get("/v1/counters/c")).status_code == 404
    check_too_many(found[-1], "key_rate_exceeded")
    for number, answer in enumerate(found):
        assert answer.headers["ratelimit-policy"] == '"key";q=10;w=10'
        item = ITEM.fullmatch(answer.headers["ratelimit"])
        assert item is not None
        assert (item["name"], int(item["left"])) == ("key", max(9 - number, 0))
    assert http.refused["key_rate_exceeded"] == 2


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic x", "Bearer x", WRONG, "Bearer rk_test_" + "0" * 16 + "_" + "1" * 64],
)
async def test_a_peer_with_wrong_keys_is_not_even_looked_up_any_more(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    http: HttpMetrics,
    authorization: str,
) -> None:
    keys = CountingKeyRing()
    app = limited(settings, command_runner, clock, keys, http, max_keyless_requests_per_minute=3)
    right = key_of(keys, clock)
    async with client(app, authorization) as stranger:
        found = [await stranger.get("/v1/counters/c") for _ in range(20)]
        assert [answer.status_code for answer in found] == [401] * 3 + [429] * 17
        assert keys.looked_up <= 3
        check_too_many(found[-1], "keyless_rate_exceeded")
        assert found[-1].headers["ratelimit-policy"] == '"keyless";q=3;w=60'
        assert (await stranger.get("/openapi.json")).status_code == 429
    async with client(app, right) as same_peer, client(app, peer="192.0.2.2") as other_peer:
        assert (await same_peer.get("/v1/counters/c")).status_code == 404
        assert (await other_peer.get("/v1/counters/c")).status_code == 401


async def test_more_at_once_than_a_key_may_is_refused_and_others_are_answered(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    keys: MemoryKeyRing,
    http: HttpMetrics,
) -> None:
    app = limited(settings, command_runner, clock, keys, http, max_concurrent_requests_per_key=3)
    held = asyncio.Event()

    async def late() -> AsyncIterator[bytes]:
        await held.wait()
        yield b"{}"

    async with (
        client(app, key_of(keys, clock)) as asking,
        client(app, key_of(keys, clock)) as other,
    ):
        waiting = [
            asyncio.create_task(asking.post("/v1/counters", content=late())) for _ in range(3)
        ]
        while http.in_flight < 3:  # noqa: ASYNC110 - it is a number
            await asyncio.sleep(0)
        check_too_many(await asking.get("/v1/counters/c"), "key_concurrency_exceeded")
        assert (await other.get("/v1/counters/c")).status_code == 404
        held.set()
        await asyncio.gather(*waiting)
        assert (await asking.get("/v1/counters/c")).status_code == 404


async def test_more_at_once_than_the_service_may_is_refused_at_once(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    keys: MemoryKeyRing,
    http: HttpMetrics,
) -> None:
    app = limited(settings, command_runner, clock, keys, http, max_concurrent_requests=2)
    async with client(app, key_of(keys, clock)) as asking:
        http.in_flight = 2
        refused = await asking.get("/v1/counters/c")
        assert (refused.status_code, refused.json()["code"]) == (503, "overloaded")
        assert refused.headers["retry-after"] == "1"
        http.in_flight = 1
        assert (await asking.get("/v1/counters/c")).status_code == 404


@pytest.mark.parametrize(("requests", "window"), [(1, 1), (7, 3), (1000, 10), (120, 60)])
def test_an_allowance_is_spent_at_once_and_comes_back_steadily(requests: int, window: int) -> None:
    now = 0.0
    allowances = Allowances(Rate("any", requests, window), lambda: now)
    for left in reversed(range(requests)):
        assert allowances.spend("a").remaining == left
    refused = allowances.spend("a")
    assert not refused.allowed
    assert allowances.spend("b").allowed
    now += refused.seconds
    regained = min(int(refused.seconds * requests / window), requests)
    assert [allowances.spend("a").allowed for _ in range(regained)] == [True] * regained
    now += window
    assert allowances.left("a").remaining == requests - 1


def test_only_so_many_are_remembered() -> None:
    allowances = Allowances(Rate("any", 1, 1_000_000), lambda: 0.0)
    for number in range(_REMEMBERED + 1):
        allowances.spend(str(number))
    assert allowances.left("0").allowed
    assert not allowances.left("1").allowed


@pytest.mark.parametrize(
    ("host", "peer"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_who_has_an_address_of_a_network_has_all_of_them(host: str, peer: str) -> None:
    assert peer_of(host) == peer
