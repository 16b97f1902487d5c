"""The console over a real store, what other services say to it, and somebody signed in."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import pytest
from httpx import ASGITransport, AsyncClient, MockTransport

from console.main import Console, build
from console.settings import ConsoleSettings
from recoup_cli.services import NOWHERE
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.api.reading import reading_from
from recoup_service.ids import new_id
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_testing.clock import TurnedClock
from recoup_testing.console_example import ACME, Apis, Receive, Visitor
from recoup_testing.databases import Databases
from recoup_testing.read_models import catch_up

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SCOPES = (
    *("customers:read", "invoices:read", "events:read", "actions:read"),
    *("tasks:write", "payments:write", "approvals:write", "disputes:write", "plans:write"),
    *("promises:write", "enrolments:write", "workflows:write", "placements:write"),
)


@pytest.fixture
async def address(databases: Databases) -> AsyncIterator[str]:
    async with databases.fresh(["recoup_service", "console"]) as address:
        yield address


@pytest.fixture
async def pools(address: str) -> AsyncIterator[Pools]:
    async with open_pools(address, name="test") as pools:
        yield pools


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture
def outside() -> TurnedClock:
    """The time in which people sign in and out."""
    return TurnedClock(datetime(2026, 11, 1, 8, tzinfo=UTC))


@pytest.fixture
def apis() -> Apis:
    return Apis()


@pytest.fixture
def console(outside: TurnedClock, apis: Apis) -> Console:
    service = build(ConsoleSettings.model_validate({**NOWHERE, "console_secure": False}))
    assert isinstance(service, Console)
    service.outside = outside
    service.transport = MockTransport(apis.answer)
    return service


@pytest.fixture
def command_runner(console: Console, pools: Pools) -> CommandRunner:
    return console.command_runner(PostgresStore(pools), new_id)


@pytest.fixture
def receive(
    console: Console, command_runner: CommandRunner, clock: TurnedClock, pools: Pools
) -> Receive:
    """What other services say of a tenant; the read models have followed it."""
    versions = count(1)

    async def receive(*events: Event, tenant: TenantId = ACME) -> None:
        for event in events:
            await _receive(event, tenant)
        for projection in console.projections:
            await catch_up(command_runner.store, pools, projection)

    async def _receive(event: Event, tenant: TenantId) -> None:
        category = event.type.partition(".")[0]
        id = getattr(event, f"{category}_id", "elsewhere")
        account = Account(tenant, getattr(event, "customer_id", None) or id)
        cause = Cause(clock.now(), "key:erp", UUID(int=7))
        stream = Stream(account, category, id)
        envelope = Envelope(command_runner.new_id(), stream, next(versions), cause, event)
        async with command_runner.work() as work:
            await work.lock([account])
            await work.apply(envelope)
            for subscription in console.subscriptions:
                if subscription.event is type(event):
                    await subscription.reaction(work, envelope, cause)

    return receive


@pytest.fixture
def keys() -> MemoryKeyRing:
    return MemoryKeyRing()


@pytest.fixture
def visitor(
    console: Console,
    command_runner: CommandRunner,
    clock: TurnedClock,
    pools: Pools,
    keys: MemoryKeyRing,
) -> Visitor:
    """A browser of somebody of a tenant, signed in."""

    @asynccontextmanager
    async def visitor(
        tenant: TenantId = ACME, scopes: Collection[str] = SCOPES
    ) -> AsyncIterator[AsyncClient]:
        key, text = mint(tenant, "anna", scopes, env="test", now=clock.now())
        keys.keys[key.id] = key
        app = console.app(command_runner, clock, keys, reading_from(pools), http=HttpMetrics())
        async with AsyncClient(transport=ASGITransport(app), base_url="http://console") as client:
            entered = await client.post("/sign-in", data={"key": text})
            assert entered.status_code == 303, entered.text
            yield client

    return visitor


@pytest.fixture
async def anna(visitor: Visitor) -> AsyncIterator[AsyncClient]:
    async with visitor() as anna:
        yield anna
