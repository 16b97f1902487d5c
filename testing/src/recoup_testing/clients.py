"""A client of a service over memory twins, or over a real store where lists are asked for."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from httpx import ASGITransport, AsyncClient

from invoice.settings import InvoiceSettings
from recoup_cli import services
from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.api.request_context import Reading
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.service import Service

NOWHERE = InvoiceSettings.model_validate(services.NOWHERE)
"""Settings for a service that is never run: those of every service, and the invoice service's."""


@asynccontextmanager
async def client_of(
    service: Service,
    command_runner: CommandRunner,
    clock: Clock,
    tenant: TenantId,
    scopes: Collection[str],
    reading: Reading | None = None,
    writing: Reading | None = None,
    agency_id: AgencyId | None = None,
) -> AsyncIterator[AsyncClient]:
    """Somebody of this tenant who holds a key for these scopes."""
    key, text = mint(tenant, "test", scopes, env="test", now=clock.now(), agency_id=agency_id)
    keys, http = MemoryKeyRing(key), HttpMetrics()
    app = service.app(command_runner, clock, keys, reading, http=http, writing=writing)
    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="http://recoup",
        headers={"Authorization": f"Bearer {text}"},
    ) as client:
        yield client
