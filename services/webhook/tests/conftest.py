"""The webhook service over a real store, what others say to it, and those who may ask it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_cli.services import NOWHERE
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from
from recoup_service.ids import new_id
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.deliver import receive as deliver
from webhook.main import build
from webhook.settings import WebhookSettings

ACME = TenantId("acme")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SCOPES = ["events:read", "webhooks:read", "webhooks:write"]
Receive = Callable[..., Awaitable[None]]
ClientOf = Callable[..., AbstractAsyncContextManager[AsyncClient]]


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with databases.fresh(["webhook"]) as address, open_pools(address, name="test") as pools:
        yield pools


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture
def settings() -> WebhookSettings:
    return WebhookSettings.model_validate(NOWHERE)


@pytest.fixture
def service(settings: WebhookSettings) -> Service:
    return build(settings)


@pytest.fixture
def command_runner(service: Service, pools: Pools) -> CommandRunner:
    return service.command_runner(PostgresStore(pools), new_id)


@pytest.fixture
def receive(service: Service, command_runner: CommandRunner, clock: TurnedClock) -> Receive:
    """What another service says about a customer of a tenant."""

    async def receive(*events: Event, tenant: TenantId = ACME) -> None:
        for event in events:
            account = Account(tenant, getattr(event, "customer_id", "of-nobody"))
            cause = Cause(clock.now(), "key:erp", UUID(int=7))
            await deliver(service, command_runner, account, cause, event)

    return receive


@pytest.fixture
def client(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, pools: Pools
) -> ClientOf:
    def client(
        tenant: TenantId = ACME,
        scopes: Collection[str] = SCOPES,
        agency_id: AgencyId | None = None,
    ) -> AbstractAsyncContextManager[AsyncClient]:
        reading = reading_from(pools)
        parts = (service, command_runner, clock, tenant, scopes, reading)
        return client_of(*parts, agency_id=agency_id)

    return client


@pytest.fixture
async def erp(client: ClientOf) -> AsyncIterator[AsyncClient]:
    async with client() as erp:
        yield erp
