"""The invoice service over memory twins, and the ERP that asks it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS as BOLTS_CREDITOR
from recoup_cli.services import NOWHERE, built
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Store
from recoup_eventstore.timers import Ticker
from recoup_service.api.request_context import Reading
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive as delivered
from recoup_testing.ids import counted_ids

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
THINGS = (
    "creditors",
    "approvals",
    "customers",
    "invoices",
    "payments",
    "postings",
    "aging",
    "credit",
    "reports",
    "documents",
    "links",
)
SCOPES = [f"{thing}:{may}" for thing in THINGS for may in ("read", "write")]
BOLTS = {
    "external_id": "C-1",
    "name": "Bolts GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "persons": [
        {
            "external_id": "P-1",
            "name": "Accounts payable",
            "roles": ["billing"],
            "emails": ["ap@bolts.example"],
        }
    ],
}
Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Issue = Callable[..., Awaitable[Shown]]
Asking = Callable[[str], AbstractAsyncContextManager[AsyncClient]]
Receive = Callable[..., Awaitable[None]]


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(MONDAY)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return built("invoice", {**NOWHERE, "files": str(tmp_path_factory.mktemp("files"))})


@pytest.fixture
def store(memory_store: MemoryStore) -> Store:
    return memory_store


@pytest.fixture
def reading() -> Reading | None:
    """Lists need PostgreSQL."""
    return None


@pytest.fixture
def command_runner(service: Service, store: Store) -> CommandRunner:
    return service.command_runner(store, counted_ids())


@pytest.fixture
def pass_days(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> Callable[[int], Awaitable[None]]:
    ticker = Ticker(command_runner, clock, "system:invoice", service.timer_handlers)

    async def passed(days: int) -> None:
        """Each midnight at its time, as a service that is up would see it."""
        for _ in range(days):
            clock.turn(timedelta(days=1))
            while not await ticker.quiet():
                await ticker.step()

    return passed


@pytest.fixture
def asking(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, reading: Reading | None
) -> Asking:
    """A client of a tenant, with every scope."""

    @asynccontextmanager
    async def one_of(tenant: str) -> AsyncIterator[AsyncClient]:
        async with client_of(
            service, command_runner, clock, TenantId(tenant), SCOPES, reading
        ) as client:
            client.headers["If-Match"] = "*"
            yield client

    return one_of


@pytest.fixture
async def erp(asking: Asking) -> AsyncIterator[AsyncClient]:
    async with asking("acme") as client:
        await client.put("/v1/creditors/by/code/default", json=BOLTS_CREDITOR)
        yield client


@pytest.fixture
def send(erp: AsyncClient) -> Send:
    """Post a body that is accepted; gives what is shown."""

    async def sent(path: str, body: Shown) -> Shown:
        answer = await erp.post(path, json=body)
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    return sent


@pytest.fixture
def bolts() -> Shown:
    return BOLTS


@pytest.fixture
async def customer(send: Send) -> Shown:
    return await send("/v1/customers", BOLTS)


@pytest.fixture
def issue(send: Send, customer: Shown) -> Issue:
    """Issue an invoice to the customer."""

    async def issued(external_id: str, euros: str = "100.00", **more: Any) -> Shown:
        invoice = {
            "customer_id": customer["id"],
            "external_id": external_id,
            "number": f"No {external_id}",
            "total": {"amount": euros, "currency": "EUR"},
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
        }
        return await send("/v1/invoices", invoice | more)

    return issued


@pytest.fixture
def pay(send: Send, customer: Shown) -> Issue:
    """Record a payment of the customer."""

    async def paid(external_id: str, euros: str, **more: Any) -> Shown:
        payment = {
            "customer_id": customer["id"],
            "external_id": external_id,
            "amount": {"amount": euros, "currency": "EUR"},
            "method": "transfer",
            "value_date": "2026-01-20",
        }
        return await send("/v1/payments", payment | more)

    return paid


@pytest.fixture
def credit(send: Send, customer: Shown) -> Issue:
    """Issue a credit note to the customer, against the invoices named."""

    async def credited(external_id: str, euros: str, *invoices: str, **more: Any) -> Shown:
        note = {
            "customer_id": customer["id"],
            "external_id": external_id,
            "number": f"No {external_id}",
            "amount": {"amount": euros, "currency": "EUR"},
            "issue_date": "2026-01-05",
            "reason": "damaged",
            "references": [{"invoice": invoice} for invoice in invoices],
        }
        return await send("/v1/credit-notes", note | more)

    return credited


@pytest.fixture
def rest(customer: Shown) -> Callable[..., Shown]:
    """The body of an invoice that continues SO-1."""

    def body(euros: str, **more: Any) -> Shown:
        residual = {
            "customer_id": customer["id"],
            "external_id": "SO-2",
            "number": "No SO-2",
            "total": {"amount": euros, "currency": "EUR"},
            "issue_date": "2026-01-05",
            "continues": [{"invoice_external_id": "SO-1"}],
        }
        return residual | more

    return body


@pytest.fixture
def read(erp: AsyncClient) -> Issue:
    """An invoice as it is now."""

    async def shown(invoice: Shown) -> Shown:
        answer: Shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
        return answer

    return shown


@pytest.fixture
def receive(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, customer: Shown
) -> Receive:
    """Let the service receive what others have recorded about the customer."""

    async def received(*events: Event) -> None:
        account = Account(TenantId("acme"), customer["id"])
        cause = Cause(clock.now(), "test", UUID(int=7))
        await delivered(service, command_runner, account, cause, *events)

    return received
