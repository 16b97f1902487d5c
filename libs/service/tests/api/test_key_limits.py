"""A key has limits of its own, below those of every key; `RateLimit` shows them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from httpx import ASGITransport, AsyncClient

from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock

ANY = "/v1/counters/c"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a key asks, and every key may ask so much a second."""

    settings: Settings
    command_runner: CommandRunner
    clock: TurnedClock

    @asynccontextmanager
    async def asked(
        self, keys: MemoryKeyRing, limits: Limits | None, every_key: int
    ) -> AsyncIterator[AsyncClient]:
        now = self.clock.now()
        acme = TenantId("acme")
        key, text = mint(acme, "ERP", ["counters:read"], env="test", now=now, limits=limits)
        keys.keys[key.id] = key
        changed = {"max_requests_per_key_per_second": every_key}
        service = sample_service.build(self.settings.model_copy(update=changed))
        app = service.app(self.command_runner, self.clock, keys, http=HttpMetrics())
        async with AsyncClient(
            transport=ASGITransport(app),
            base_url="http://recoup",
            headers={"Authorization": f"Bearer {text}"},
        ) as client:
            yield client


@pytest.fixture
def edge(settings: Settings, command_runner: CommandRunner, clock: TurnedClock) -> Edge:
    return Edge(settings, command_runner, clock)


@pytest.mark.parametrize(
    ("own", "policy", "answered"),
    [
        (Limits(requests_per_second=1, burst=3), '"key";q=3;w=3', 3),
        (Limits(requests_per_second=2, burst=3), '"key";q=3;w=2', 3),
        (Limits(requests_per_second=500, burst=900), '"key";q=20;w=10', 20),
        (None, '"key";q=20;w=10', 20),
    ],
    ids=["slower", "in half seconds", "more than every key may", "none of its own"],
)
async def test_a_key_is_held_to_its_own_limits_and_to_those_of_every_key(
    edge: Edge, own: Limits | None, policy: str, answered: int
) -> None:
    async with edge.asked(MemoryKeyRing(), own, every_key=2) as asking:
        found = [await asking.get(ANY) for _ in range(answered + 1)]
    assert {answer.headers["ratelimit-policy"] for answer in found} == {policy}
    assert [answer.status_code for answer in found] == [404] * answered + [429]
    assert found[-1].json()["code"] == "key_rate_exceeded"
    assert int(found[-1].headers["retry-after"]) >= 1


async def test_what_a_key_has_spent_counts_when_it_is_limited(edge: Edge) -> None:
    keys = MemoryKeyRing()
    async with edge.asked(keys, None, every_key=100) as asking:
        first = await asking.get(ANY)
        [(id, key)] = keys.keys.items()
        keys.keys[id] = replace(key, limits=Limits(requests_per_second=1, burst=2))
        found = [await asking.get(ANY) for _ in range(3)]
    assert first.headers["ratelimit-policy"] == '"key";q=1000;w=10'
    assert {answer.headers["ratelimit-policy"] for answer in found} == {'"key";q=2;w=2'}
    assert found[-1].status_code == 429
