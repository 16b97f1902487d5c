from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.api.reading import WriteWhileReading, reading_from
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids

pytestmark = pytest.mark.servers
ACME, RIVAL = TenantId("acme"), TenantId("rival")
SCOPES = ["counters:read", "counters:write"]


@pytest.fixture
async def anybody(
    pools: Pools, settings: Settings, clock: TurnedClock, keys: MemoryKeyRing
) -> AsyncIterator[AsyncClient]:
    command_runner = CommandRunner(PostgresStore(pools), [], counted_ids())
    app = sample_service.build(settings).app(
        command_runner, clock, keys, reading_from(pools), http=HttpMetrics()
    )
    async with AsyncClient(transport=ASGITransport(app), base_url="http://recoup") as client:
        yield client


def _key_of(tenant: TenantId, keys: MemoryKeyRing, clock: TurnedClock) -> dict[str, str]:
    key, text = mint(tenant, "ERP", SCOPES, env="test", now=clock.now())
    keys.keys[key.id] = key
    return {"Authorization": f"Bearer {text}"}


async def test_a_list_shows_a_tenant_its_own_things_page_by_page(
    anybody: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock
) -> None:
    acme, rival = _key_of(ACME, keys, clock), _key_of(RIVAL, keys, clock)
    for id in ("a", "b", "c"):
        await anybody.post("/v1/counters", json={"id": id}, headers=acme)
    await anybody.post("/v1/counters", json={"id": "z"}, headers=rival)
    first = (await anybody.get("/v1/counters", params={"limit": 2}, headers=acme)).json()
    assert (first["data"], first["has_more"]) == (["a", "b"], True)
    cursor = {"cursor": first["next_cursor"]}
    rest = (await anybody.get("/v1/counters", params=cursor, headers=acme)).json()
    assert rest == {"data": ["c"], "has_more": False, "next_cursor": None}
    assert (await anybody.get("/v1/counters", headers=rival)).json()["data"] == ["z"]


async def test_what_reads_cannot_write(pools: Pools) -> None:
    with pytest.raises(WriteWhileReading):
        async with reading_from(pools)(ACME) as connection:
            await connection.execute("delete from store.timer")


async def test_an_answer_and_its_events_are_kept_together(
    anybody: AsyncClient, keys: MemoryKeyRing, clock: TurnedClock, pools: Pools
) -> None:
    headers = {**_key_of(ACME, keys, clock), "Idempotency-Key": "k"}
    first = await anybody.post("/v1/counters", json={"id": "a"}, headers=headers)
    again = await anybody.post("/v1/counters", json={"id": "a"}, headers=headers)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content == first.content
    assert await pools.worker.fetchval("select count(*) from store.event") == 1
