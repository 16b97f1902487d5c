"""The payment-plan service, one customer who owes on two invoices, and the ERP that asks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient

from payment_plan.main import build
from recoup_events import invoice
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive as subscribed_by
from recoup_testing.ids import counted_ids
from recoup_testing.terms import one_term

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
)


def issued(external_id: str, cents: int) -> invoice.InvoiceIssued:
    id, amount = (
        InvoiceId(derived("inv", ACME, external_id)),
        Money(minor_units=cents, currency="EUR"),
    )
    return invoice.InvoiceIssued(
        invoice_id=id,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        external_id=external_id,
        number=external_id,
        total=amount,
        issue_date=date(2026, 1, 5),
        terms=one_term(id, date(2026, 2, 4), amount),
        time_zone="Europe/Berlin",
    )


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture(scope="session")
def service() -> Service:
    return build(NOWHERE)


@pytest.fixture
def command_runner(service: Service, memory_store: MemoryStore) -> CommandRunner:
    return service.command_runner(memory_store, counted_ids())


@pytest.fixture
async def receive(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> Callable[[Event], Awaitable[list[Event]]]:
    """Lets the service receive an event; gives what it says in answer."""

    async def receive(*events: Event) -> list[Event]:
        before = (await command_runner.store.head()).pos
        cause = Cause(clock.now(), "test", UUID(int=7))
        await subscribed_by(service, command_runner, Account(ACME, CUSTOMER), cause, *events)
        recorded = await command_runner.store.feed(START, 1000)
        return [
            positioned.envelope.event for positioned in recorded if positioned.cursor.pos > before
        ]

    await receive(REGISTERED, issued("SO-1", 60_00), issued("SO-2", 100_00))
    return receive


@pytest.fixture
def recorded(command_runner: CommandRunner) -> Callable[[], Awaitable[list[Event]]]:
    """All that the service has said."""

    async def recorded() -> list[Event]:
        found = await command_runner.store.feed(START, 1000)
        return [positioned.envelope.event for positioned in found]

    return recorded


@pytest.fixture
def wake(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> Callable[[datetime], Awaitable[None]]:
    """Turns the clock, and answers all timers that are due by then."""
    ticker = Ticker(command_runner, clock, "system:payment-plan", service.timer_handlers)

    async def wake(moment: datetime) -> None:
        clock.turn(moment - clock.now())
        while not await ticker.quiet():
            await ticker.step()

    return wake


@pytest.fixture
async def erp(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    async with client_of(
        service, command_runner, clock, ACME, ["plans:read", "plans:write"]
    ) as client:
        yield client
