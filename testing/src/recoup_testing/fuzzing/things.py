"""A few things that there are, so that requests can be about them; every service has received them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_cli.services import NOWHERE, built
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive
from recoup_testing.ids import counted_ids

CUSTOMER: Mapping[str, Any] = {
    "external_id": "C-1001",
    "name": "Sandmann GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "persons": [
        {
            "external_id": "P-1",
            "name": "Accounts payable",
            "roles": ["billing"],
            "emails": ["ap@customer.example"],
        }
    ],
}
INVOICE: Mapping[str, Any] = {
    "customer_external_id": "C-1001",
    "external_id": "SO-2026-0001",
    "number": "2026-0001",
    "total": {"amount": "1000.00", "currency": "EUR"},
    "issue_date": "2026-01-05",
    "due_date": "2026-01-12",
}


@dataclass(frozen=True, slots=True)
class Things:
    events: Sequence[tuple[Account, Cause, Event]]
    names: Mapping[str, str]
    """By the fields of requests that name them, and by the paths."""

    async def deliver(self, service: Service, command_runner: CommandRunner) -> None:
        for version, (account, cause, event) in enumerate(self.events, start=1):
            await receive(service, command_runner, account, cause, event, first=version)


async def make_things(erp: AsyncClient) -> Mapping[str, str]:
    """By the API; gives what names them."""
    creditor = (await erp.put("/v1/creditors/by/code/default", json=BOLTS)).json()
    customer = (await erp.post("/v1/customers", json=CUSTOMER)).json()
    invoice = (await erp.post("/v1/invoices", json=INVOICE)).json()
    return {
        "creditor": "default",
        "customer_external_id": customer["external_id"],
        "customer_id": customer["id"],
        "invoice_external_id": invoice["external_id"],
        "invoice_id": invoice["id"],
        "person_id": customer["persons"][0]["id"],
        "person_external_id": "P-1",
        "/v1/creditors/by/code/code": "default",
        "/v1/creditors/id": creditor["id"],
        "/v1/customers/id": customer["id"],
        "/v1/invoices/id": invoice["id"],
    }


async def things(tenant: TenantId, now: datetime) -> Things:
    """A creditor, a customer with a person, and an invoice."""
    service, store = built("invoice", NOWHERE), MemoryStore()
    runner = service.command_runner(store, counted_ids())
    scopes = ["creditors:write", "customers:write", "invoices:write"]
    async with client_of(service, runner, TurnedClock(now), tenant, scopes) as erp:
        names = await make_things(erp)
    found = [each.envelope for each in await store.feed(START, 100)]
    return Things([(each.stream.account, each.cause, each.event) for each in found], names)
