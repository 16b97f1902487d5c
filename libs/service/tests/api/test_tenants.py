"""A tenant at rest is refused in words, and all its keys together are held to its limits."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_events.invoice.tenant import TenantEnded, TenantResumed, TenantState, TenantSuspended
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keyring import FRESH_SECONDS, CachedKeyRing, PostgresKeyRing
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.api.tenants_by_event import TENANTS, KnownTenant
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.ids import counted_ids

ACME, RIVAL = TenantId("acme"), TenantId("rival")
UNPAID = "The invoice of November is unpaid."
SUSPENDED = KnownTenant(state=TenantState.SUSPENDED, reason=UNPAID)


def key_of(keys: MemoryKeyRing, clock: TurnedClock, tenant: TenantId) -> dict[str, str]:
    key, text = mint(tenant, "k", ["counters:read"], env="test", now=clock.now())
    keys.keys[key.id] = key
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.parametrize(
    ("state", "code"),
    [(TenantState.SUSPENDED, "tenant_suspended"), (TenantState.ENDED, "tenant_ended")],
)
async def test_a_tenant_at_rest_is_told_why_and_what_to_do(
    stranger: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock, state: TenantState, code: str
) -> None:
    acme, rival = key_of(keys, clock, ACME), key_of(keys, clock, RIVAL)
    keys.tenants[ACME] = KnownTenant(state=state, reason=UNPAID)
    refused = await stranger.get("/v1/counters/c", headers=acme)
    assert (refused.status_code, refused.json()["code"]) == (403, code)
    assert UNPAID in refused.json()["detail"]
    assert "Ask whoever operates Recoup" in refused.json()["detail"]
    assert (await stranger.get("/v1/counters/c", headers=rival)).status_code == 404
    keys.tenants[ACME] = KnownTenant()
    assert (await stranger.get("/v1/counters/c", headers=acme)).status_code == 404


async def test_all_keys_of_a_tenant_together_are_held_to_its_limits(
    stranger: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock
) -> None:
    one, another = key_of(keys, clock, ACME), key_of(keys, clock, ACME)
    rival = key_of(keys, clock, RIVAL)
    keys.tenants[ACME] = KnownTenant(limits=Limits(requests_per_second=1, burst=2))
    found = [await stranger.get("/v1/counters/c", headers=key) for key in (one, another, one)]
    assert [answer.status_code for answer in found] == [404, 404, 429]
    assert '"tenant";q=2;w=2' in found[0].headers["ratelimit-policy"]
    assert found[-1].json()["code"] == "tenant_rate_exceeded"
    free = await stranger.get("/v1/counters/c", headers=rival)
    assert (free.status_code, "tenant" in free.headers["ratelimit-policy"]) == (404, False)


async def test_a_suspension_is_noticed_within_a_second() -> None:
    elapsed, ring = 0.0, MemoryKeyRing()
    cached = CachedKeyRing(ring, lambda: elapsed)
    assert await cached.tenant(ACME) == KnownTenant()
    ring.tenants[ACME] = SUSPENDED
    assert await cached.tenant(ACME) == KnownTenant()
    elapsed += FRESH_SECONDS
    assert await cached.tenant(ACME) == SUSPENDED


@pytest.fixture
async def service_pools(databases: Databases) -> AsyncIterator[Pools]:
    async with (
        databases.fresh(["recoup_service"]) as address,
        open_pools(address, name="test") as pools,
    ):
        yield pools


@pytest.mark.servers
async def test_a_tenant_is_found_as_its_events_left_it(service_pools: Pools) -> None:
    stream = Stream(Account(PLATFORM, ACME), "tenant", ACME)
    runner = CommandRunner(PostgresStore(service_pools), [TENANTS], counted_ids())
    ring = PostgresKeyRing(service_pools.worker)
    assert await ring.tenant(ACME) == KnownTenant()
    ended = KnownTenant(state=TenantState.ENDED, reason="They left.")
    for version, (event, known) in enumerate(
        (
            (TenantSuspended(tenant_id=ACME, reason=UNPAID), SUSPENDED),
            (TenantResumed(tenant_id=ACME), KnownTenant()),
            (TenantEnded(tenant_id=ACME, reason="They left."), ended),
        ),
        start=1,
    ):
        cause = Cause(datetime(2026, 1, 5, tzinfo=UTC), "test", UUID(int=7))
        async with runner.work() as work:
            await work.lock([stream.account])
            await work.apply(Envelope(UUID(int=version), stream, version, cause, event))
        assert await ring.tenant(ACME) == known
