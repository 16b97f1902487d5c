"""The payment-plan service, one customer who owes on two invoices, and the ERP that asks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient

from payment_plan.main import build
from recoup_events import invoice
from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause
from recoup_events.ids import CustomerId, InvoiceId, TenantId, derived
from recoup_events.money import Money
from recoup_eventstore.desk import Desk
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START
from recoup_service.house import House
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.hearing import hear as heard_by
from recoup_testing.ids import counted_ids

ACME = TenantId("acme")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
REGISTERED = invoice.CustomerRegistered(
    customer_id=CUSTOMER,
    external_id="C-1",
    name="Customer 001 GmbH",
    kind=invoice.CustomerKind.ENTITY,
    country="DE",
    time_zone="Europe/Berlin",
    language="de",
    contacts=(),
)


def issued(external_id: str, cents: int) -> invoice.InvoiceIssued:
    return invoice.InvoiceIssued(
        invoice_id=InvoiceId(derived("inv", ACME, external_id)),
        customer_id=CUSTOMER,
        external_id=external_id,
        number=external_id,
        total=Money(minor_units=cents, currency="EUR"),
        issue_date=date(2026, 1, 5),
        due_date=date(2026, 2, 4),
        time_zone="Europe/Berlin",
    )


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture
def house() -> House:
    return build(NOWHERE)


@pytest.fixture
def desk(house: House, memory_store: MemoryStore) -> Desk:
    return Desk(memory_store, house.views, counted_ids())


@pytest.fixture
async def hear(
    house: House, desk: Desk, clock: TurnedClock
) -> Callable[[Fact], Awaitable[list[Fact]]]:
    """Lets the service hear a fact; gives what it says in answer."""

    async def hear(*facts: Fact) -> list[Fact]:
        before = (await desk.store.head()).pos
        cause = Cause(clock.now(), "test", UUID(int=7))
        await heard_by(house, desk, Account(ACME, CUSTOMER), cause, *facts)
        said = await desk.store.feed(START, 1000)
        return [positioned.envelope.fact for positioned in said if positioned.cursor.pos > before]

    await hear(REGISTERED, issued("SO-1", 60_00), issued("SO-2", 100_00))
    return hear


@pytest.fixture
async def erp(house: House, desk: Desk, clock: TurnedClock) -> AsyncIterator[AsyncClient]:
    async with client_of(house, desk, clock, ACME, ["plans:read", "plans:write"]) as client:
        yield client
