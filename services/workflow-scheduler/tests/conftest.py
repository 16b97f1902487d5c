"""The workflow-scheduler over memory twins, or over PostgreSQL for lists, and who asks it."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from itertools import count

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerKind, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.reading import reading_from
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.databases import Databases
from recoup_testing.delivered import delivered
from recoup_testing.ids import counted_ids
from recoup_testing.read_models import pools_of
from recoup_testing.reminders_example import (
    ACCOUNT,
    ACME,
    BERLIN,
    CUSTOMER,
    DUE,
    INVOICE,
    berlin,
    eur,
)
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import issued_as, one_term
from workflow_scheduler.main import build
from workflow_scheduler.tasks.projection import CHASING

FEBRUARY = berlin("2026-02-02 09:00")
SCOPES = [
    f"{thing}:{may}"
    for thing in ("workflows", "enrolments", "promises", "tasks", "agencies", "placements")
    for may in ("read", "write")
]


async def _arrives(work: UnitOfWork, requested: Envelope[ReminderRequested], cause: Cause) -> None:
    """Here notification delivers at once; what does not arrive is told of in the tests of escalations."""
    id, stream, version, _, _ = requested
    event: Event = delivered(requested.event, cause.at)
    await work.apply(Envelope(id, stream, version, cause, event))


@pytest.fixture(scope="session")
def service() -> Service:
    service = build(NOWHERE)
    service.follows(ReminderRequested, _arrives)
    return service


def _in_memory(service: Service) -> ServiceHarness:
    command_runner = service.command_runner(MemoryStore(), counted_ids())
    return ServiceHarness(service, command_runner, TurnedClock(FEBRUARY), ACCOUNT)


@pytest.fixture
def harness(service: Service) -> ServiceHarness:
    return _in_memory(service)


@pytest.fixture
def worlds(service: Service) -> Iterator[ServiceHarness]:
    """As many as are asked for; none knows of the others."""
    return (_in_memory(service) for _ in count())


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Pools]:
    async with pools_of(databases, "workflow_scheduler") as pools:
        yield pools


@pytest.fixture
def office(service: Service, database: Pools) -> ServiceHarness:
    """The service over PostgreSQL, read models included."""
    store = PostgresStore(database)
    command_runner = service.command_runner(store, counted_ids())
    runner = ProjectionRunner(store, database, CHASING)
    return ServiceHarness(service, command_runner, TurnedClock(FEBRUARY), ACCOUNT, [runner])


@pytest.fixture
async def console(harness: ServiceHarness) -> AsyncIterator[AsyncClient]:
    """Acme's console, over memory."""
    async with client_of(
        harness.service, harness.command_runner, harness.clock, ACME, SCOPES
    ) as client:
        yield client


@pytest.fixture
async def acme(office: ServiceHarness, database: Pools) -> AsyncIterator[AsyncClient]:
    """Acme's console, over PostgreSQL."""
    reading = reading_from(database)
    async with client_of(
        office.service, office.command_runner, office.clock, ACME, SCOPES, reading
    ) as client:
        yield client


@pytest.fixture
async def other(office: ServiceHarness, database: Pools) -> AsyncIterator[AsyncClient]:
    """Another tenant's console, over the same PostgreSQL."""
    reading, other = reading_from(database), TenantId("other")
    async with client_of(
        office.service, office.command_runner, office.clock, other, SCOPES, reading
    ) as client:
        yield client


@pytest.fixture
def registered() -> CustomerRegistered:
    return CustomerRegistered(
        customer_id=CUSTOMER,
        external_id="C-1",
        name="Bolts GmbH",
        kind=CustomerKind.ENTITY,
        country="DE",
        time_zone=BERLIN,
        language="de",
    )


@pytest.fixture
def issued() -> InvoiceIssued:
    """An invoice over 100 EUR, due on 2 March."""
    return InvoiceIssued(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        external_id="I-1",
        number="R-1",
        total=eur("100.00"),
        issue_date=date(2026, 2, 1),
        terms=one_term(INVOICE, DUE, eur("100.00")),
        time_zone=BERLIN,
    )


@pytest.fixture
def second(issued: InvoiceIssued) -> InvoiceIssued:
    """Another invoice of the same customer."""
    return issued_as(issued, "inv_2", external_id="I-2")
