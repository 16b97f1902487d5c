"""The invoice service over a fresh database, and an ERP that asks it without limits."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
from httpx import AsyncClient

import invoice.main
from invoice.settings import InvoiceSettings
from recoup_bench.command.ours import UNLIMITED
from recoup_bench.logs import warnings_alone
from recoup_cli.services import NOWHERE
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from
from recoup_service.ids import new_id
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases

TENANT = TenantId("bench")


class Invoicing(NamedTuple):
    address: str
    owner: "asyncpg.Connection[Any]"
    command_runner: CommandRunner
    erp: AsyncClient


@asynccontextmanager
async def invoicing(
    servers: Servers, scopes: Sequence[str], now: datetime
) -> AsyncIterator[Invoicing]:
    # The log of requests is not what is measured.
    warnings_alone()
    async with AsyncExitStack() as stack:
        databases = Databases(servers.postgres)
        address = await stack.enter_async_context(databases.fresh(["recoup_service", "invoice"]))
        owner = await stack.enter_async_context(connected(address))
        pools = await stack.enter_async_context(open_pools(address, name="bench"))
        service = invoice.main.build(InvoiceSettings.model_validate({**NOWHERE, **UNLIMITED}))
        command_runner = service.command_runner(PostgresStore(pools), new_id)
        asking = client_of(
            service, command_runner, TurnedClock(now), TENANT, scopes, reading_from(pools)
        )
        erp = await stack.enter_async_context(asking)
        yield Invoicing(address, owner, command_runner, erp)
