"""A half-year of one customer, lived through, and who asks what else might have been."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued, Person, PersonSource
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.ids import PersonId
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.request_context import Ports
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.recorded_history import RecordedHistory
from recoup_testing.reminders_example import ACME, berlin, paid, taken_back
from recoup_testing.terms import issued_as
from workflow_scheduler.enrolments.domain.commands import Hold, Release
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.main import build
from workflow_scheduler.tasks.projection import CHASING

BEGINS = berlin("2026-02-02 09:00")
BROKEN = """
insert into past.received (gen, tenant, account, category, stream, version, id, type, at, actor,
    correlation_id, data, received_at)
select gen, tenant, account, category, stream, 99, gen_random_uuid(), type, at, actor,
    correlation_id, '{"half": ', received_at
from past.received where type = 'invoice.issued.v1' limit 1
"""
END = berlin("2026-08-01 09:00")
Live = Callable[[RecordedHistory], Awaitable[None]]
SCOPES = [f"{each}:{may}" for each in ("simulations", "workflows") for may in ("read", "write")]


@pytest.fixture(scope="session")
def service() -> Service:
    """Nothing arrives but what is received, so harsher steps are held, too."""
    return build(NOWHERE)


@pytest.fixture
def history(service: Service) -> RecordedHistory:
    return RecordedHistory(service, BEGINS)


@pytest.fixture
def somebody(registered: CustomerRegistered) -> CustomerRegistered:
    """The customer, with a person to write to."""
    billing = Person(
        person_id=PersonId("per_1"),
        external_id="billing",
        source=PersonSource.ERP,
        name="Accounts payable",
        roles=(ContactRole.BILLING,),
        emails=("billing@bolts.example",),
        phones=("+4930901820",),
    )
    return registered.model_copy(update={"persons": (billing,)})


@pytest.fixture
def half_a_year(somebody: CustomerRegistered, issued: InvoiceIssued) -> Live:
    """Two invoices; one is paid in part, held, paid in full and taken back, the other never paid."""

    async def live(history: RecordedHistory) -> None:
        other = issued_as(issued, "inv_2", external_id="I-2")
        await history.receives(somebody, issued, other)
        await history.until(berlin("2026-03-11 09:00"))
        await history.receives(paid("40.00", left="60.00"))
        stream = enrolment_of(history.account, issued.terms[0].receivable_id)
        await history.asks(ENROLMENT, stream, lambda at: Hold(now=at, reason="a talk with them"))
        await history.until(berlin("2026-03-30 09:00"))
        await history.asks(ENROLMENT, stream, lambda at: Release(now=at))
        await history.until(berlin("2026-04-10 09:00"), late=timedelta(seconds=2.5))
        await history.receives(paid("60.00", left="0.00"))
        await history.until(berlin("2026-05-10 09:00"), late=timedelta(days=3))
        await history.receives(taken_back("60.00", left="60.00"))
        await history.until(END)

    return live


@pytest.fixture
def recorded(service: Service, database: Pools) -> RecordedHistory:
    """The same over PostgreSQL, where what is received is kept."""
    return RecordedHistory(service, BEGINS, store=PostgresStore(database))


@pytest.fixture
async def analyst(
    service: Service, recorded: RecordedHistory, database: Pools
) -> AsyncIterator[AsyncClient]:
    reading, writing = reading_from(database), writing_from(database)
    async with client_of(
        service, recorded.runner, recorded.clock, ACME, SCOPES, reading, writing
    ) as client:
        yield client


@pytest.fixture
def finish(
    service: Service, recorded: RecordedHistory, database: Pools
) -> Callable[[], Awaitable[None]]:
    """Let what was asked for go on to its end."""
    ports = Ports(recorded.runner, recorded.clock, reading_from(database), writing_from(database))
    (sending,) = [each for each in service.sendings if each.decider.category == "simulation"]
    effect: Effects[Any, Any] = Effects(
        *(recorded.runner, recorded.clock, service.name),
        *(sending.decider, sending.timer, sending.effect(ports)),
    )
    lists = ProjectionRunner(PostgresStore(database), database, CHASING)

    async def finished() -> None:
        while await lists.step():
            pass
        while await effect.step():
            pass

    return finished


@pytest.fixture
def break_one(database: Pools) -> Callable[[], Awaitable[None]]:
    """One event more is kept, which says nothing that can be read."""

    async def broken() -> None:
        async with writing_from(database)(ACME) as connection:
            await connection.execute(BROKEN)

    return broken
