"""The dispute service, one customer with one invoice, and the ERP that asks about them."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_cli.services import NOWHERE, built
from recoup_events.invoice import InvoiceIssued, Line
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive
from recoup_testing.ids import counted_ids
from recoup_testing.terms import one_term

ACME = TenantId("acme")
NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
INVOICE = InvoiceId(derived("inv", ACME, "SO-1"))
ISSUED = InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    total=Money(minor_units=100_00, currency="EUR"),
    issue_date=date(2026, 1, 5),
    terms=one_term(INVOICE, date(2026, 2, 4), Money(minor_units=100_00, currency="EUR")),
    lines=(
        Line(
            description="Hex bolts",
            net=Money(minor_units=30_00, currency="EUR"),
            tax=Money(minor_units=5_70, currency="EUR"),
        ),
    ),
    time_zone="Europe/Berlin",
)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture(scope="session")
def service() -> Service:
    return built("dispute", NOWHERE)


@pytest.fixture
async def command_runner(service: Service, memory_store: MemoryStore) -> CommandRunner:
    command_runner = service.command_runner(memory_store, counted_ids())
    cause = Cause(NOW, "test", UUID(int=7))
    await receive(service, command_runner, Account(ACME, CUSTOMER), cause, ISSUED)
    return command_runner


@pytest.fixture
async def erp(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    scopes = ["disputes:read", "disputes:write"]
    async with client_of(service, command_runner, clock, ACME, scopes) as client:
        yield client
