from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from recoup_events.invoice.api_key import ApiKeyIssued, ApiKeyLimited
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keyring import PostgresKeyRing, issue, limit, revoke
from recoup_service.api.keys import ApiKey, mint
from recoup_service.api.keys_by_event import API_KEYS
from recoup_testing.databases import Databases
from recoup_testing.ids import counted_ids

pytestmark = pytest.mark.servers
ACME = TenantId("acme")
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LAST_USED = "select last_used_at from service.api_key"


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    async with databases.fresh(["recoup_service"]) as address:
        yield address


@pytest.fixture
async def service_pools(database: str) -> AsyncIterator[Pools]:
    async with open_pools(database, name="test") as pools:
        yield pools


@pytest.fixture
async def owner(database: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
async def key(owner: Connection) -> ApiKey:
    key, _ = mint(ACME, "ERP", ["counters:read"], env="live", now=MONDAY, expires_at=MONDAY + HOUR)
    await issue(owner, key)
    return key


async def test_an_issued_key_is_found_as_it_was_minted(service_pools: Pools, key: ApiKey) -> None:
    ring = PostgresKeyRing(service_pools.worker)
    assert await ring.find(key.id) == key
    assert await ring.find("0" * 16) is None


async def test_limits_are_changed_and_taken_back(
    service_pools: Pools, owner: Connection, key: ApiKey
) -> None:
    ring, slow = PostgresKeyRing(service_pools.worker), Limits(requests_per_second=1, burst=2)
    assert await limit(owner, key.id, slow)
    assert await ring.find(key.id) == replace(key, limits=slow)
    assert await limit(owner, key.id, None)
    assert await ring.find(key.id) == key
    assert not await limit(owner, "0" * 16, slow)


async def test_a_revoked_key_says_so_and_keeps_its_first_moment(
    service_pools: Pools, owner: Connection, key: ApiKey
) -> None:
    await revoke(owner, key.id, MONDAY)
    await revoke(owner, key.id, MONDAY + HOUR)
    found = await PostgresKeyRing(service_pools.worker).find(key.id)
    assert found == replace(key, revoked_at=MONDAY)


async def test_the_last_use_never_goes_back(
    service_pools: Pools, owner: Connection, key: ApiKey
) -> None:
    ring = PostgresKeyRing(service_pools.worker)
    await ring.note_use(key.id, MONDAY + HOUR)
    await ring.note_use(key.id, MONDAY)
    assert await owner.fetchval(LAST_USED) == MONDAY + HOUR


@pytest.mark.parametrize("statement", [LAST_USED, "delete from service.api_key"])
async def test_who_decides_for_a_tenant_cannot_touch_keys(
    service_pools: Pools, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service_pools.app.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update service.api_key set scopes = '{invoices:write}'",
        "delete from service.api_key",
        "insert into service.api_key select * from service.api_key",
    ],
)
async def test_who_looks_keys_up_cannot_change_them(service_pools: Pools, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service_pools.worker.execute(statement)


async def test_a_lost_database_is_unavailable(database: str) -> None:
    async with open_pools(database, name="test") as pools:
        ring = PostgresKeyRing(pools.worker)
    with pytest.raises(Unavailable):
        await ring.find("0" * 16)


async def test_a_key_that_came_by_events_is_found_used_and_stopped_by_hand(
    service_pools: Pools, owner: Connection
) -> None:
    key, _ = mint(ACME, "ERP", ["counters:read"], env="live", now=MONDAY, expires_at=None)
    stream = Stream(Account(ACME, key.id), "api_key", key.id)
    issued = ApiKeyIssued(
        key_id=key.id,
        name=key.name,
        secret_sha256=key.secret_sha256.hex(),
        scopes=tuple(key.scopes),
        env=key.env,
    )
    slow = Limits(requests_per_second=1, burst=2)
    limited = ApiKeyLimited(key_id=key.id, limits=slow)
    runner = CommandRunner(PostgresStore(service_pools), [API_KEYS], counted_ids())
    ring = PostgresKeyRing(service_pools.worker)
    for version, (event, limits) in enumerate(((issued, None), (limited, slow)), start=1):
        cause = Cause(MONDAY, "test", UUID(int=7))
        async with runner.work() as work:
            await work.lock([stream.account])
            await work.apply(Envelope(UUID(int=version), stream, version, cause, event))
        assert await ring.find(key.id) == replace(key, limits=limits)
    assert not await limit(owner, key.id, None), "its events would bring them back"
    await ring.note_use(key.id, MONDAY)
    await ring.note_use(key.id, MONDAY + HOUR)
    assert await owner.fetchval("select last_used_at from service.api_key_note") == MONDAY + HOUR
    await revoke(owner, key.id, MONDAY)
    stopped = await ring.find(key.id)
    assert stopped is not None
    assert stopped.revoked_at == MONDAY
