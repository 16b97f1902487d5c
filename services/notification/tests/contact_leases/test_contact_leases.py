"""An agency and its creditor share what the law allows, over memory twins."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from notification.contact_ledger.domain.attempts import ATTEMPTS
from notification.contact_ledger.domain.events import AgencyContactMade, Breach, ContactEntered
from recoup_events.invoice import CustomerKind, CustomerRegistered
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AgencyId, CustomerId, TenantId
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementContactReported,
    PlacementRecalled,
)
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.agencies import AGENCY_SCOPES, NORTHWIND
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive as delivered
from recoup_testing.persons import person

ACCOUNT = Account(TenantId("acme"), CustomerId("cus_1"))
PATH = "/v1/agency/contact-leases"
IDS: dict[str, Any] = {
    "placement_id": "plc_1",
    "agency_id": NORTHWIND,
    "customer_id": ACCOUNT.key,
    "creditor_id": CREDITOR,
}
CALLS: dict[str, Any] = {"placement_id": "plc_1", "person_id": "per_ada", "channel": "call"}
CAP = 7
"""Calls in seven days, of an agency to a consumer in the United States: 12 CFR 1006.14(b)(2)."""
NOON = datetime(2026, 1, 5, 20, 0, tzinfo=UTC)  # in Sacramento
WEEK = (NOON + timedelta(days=6)).isoformat()
Deliver = Callable[..., Awaitable[None]]


@pytest.fixture
def deliver(service: Service, command_runner: CommandRunner, clock: TurnedClock) -> Deliver:
    async def deliver(*events: Event) -> None:
        cause = Cause(at=clock.now(), actor="test", correlation_id=command_runner.new_id())
        await delivered(service, command_runner, ACCOUNT, cause, *events)

    return deliver


@pytest.fixture(autouse=True)
async def placed(deliver: Deliver, clock: TurnedClock, registered: CustomerRegistered) -> None:
    clock.instant = NOON
    place = {"country": "US", "subdivision": "US-CA", "time_zone": "America/Los_Angeles"}
    ada = person("Ada Byron", email="ada@example.com", phone="+19165550100")
    consumer = {"kind": CustomerKind.NATURAL_PERSON, "persons": (ada,), **place}
    await deliver(registered.model_copy(update=consumer))
    await deliver(PlacementAccepted(receivable_ids=("rcv_1",), **IDS))


async def client(
    service: Service, runner: CommandRunner, clock: TurnedClock, agency_id: AgencyId
) -> AsyncIterator[AsyncClient]:
    parts = (service, runner, clock, ACCOUNT.tenant, AGENCY_SCOPES)
    async with client_of(*parts, agency_id=agency_id) as holder:
        yield holder


@pytest.fixture
async def agency(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    async for holder in client(service, command_runner, clock, NORTHWIND):
        yield holder


@pytest.fixture
async def another(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    async for holder in client(service, command_runner, clock, AgencyId("agn_other")):
        yield holder


async def leased(agency: AsyncClient, contacts: int, **change: Any) -> dict[str, Any]:
    answer = await agency.post(PATH, json=CALLS | {"contacts": contacts, "until": WEEK} | change)
    assert answer.status_code == 200, answer.text
    lease: dict[str, Any] = answer.json()
    return lease


async def counted(runner: CommandRunner) -> Collection[str]:
    async with runner.work() as work:
        attempts = await work.document(ATTEMPTS, ACCOUNT, "per_ada")
    return attempts.by_contact.keys()


async def recorded(runner: CommandRunner, kind: type[Event]) -> list[Any]:
    events = [each.envelope.event for each in await runner.store.feed(START, 1000)]
    return [event for event in events if isinstance(event, kind)]


def reported(lease: str | None, at: datetime, id: str = "1") -> PlacementContactReported:
    return PlacementContactReported(
        **IDS,
        external_id=id,
        person_id="per_ada",
        channel=None,
        contacted_at=at,
        reached=False,
        lease_id=lease,
    )


async def test_what_is_leased_counts_for_both_and_never_more_than_the_cap(
    agency: AsyncClient, command_runner: CommandRunner
) -> None:
    first = await leased(agency, 5)
    second = await leased(agency, 5)
    third = await leased(agency, 1)
    assert (first["contacts"], second["contacts"]) == (5, CAP - 5)
    assert second["rule"] is not None
    assert (third["state"], third["contacts"]) == ("refused", 0)
    assert third["retry_at"] is not None
    assert len(await counted(command_runner)) == CAP


async def test_every_lease_and_refusal_has_its_lines_in_the_contact_ledger(
    agency: AsyncClient, command_runner: CommandRunner
) -> None:
    await leased(agency, 8)
    lines = [each.line for each in await recorded(command_runner, ContactEntered)]
    assert [line.count('"kind":"permitted"') for line in lines] == [1] * CAP + [0]
    assert '"kind":"refused"' in lines[-1]


async def test_what_is_given_back_counts_no_more(
    agency: AsyncClient, command_runner: CommandRunner
) -> None:
    lease = await leased(agency, 7)
    body = {"placement_id": "plc_1", "lease_id": lease["id"]}
    answer = await agency.post(f"{PATH}/returns", json=body)
    assert answer.json()["state"] == "over"
    assert not await counted(command_runner)
    assert (await leased(agency, 7))["contacts"] == 7


async def test_what_is_not_used_in_time_counts_no_more(
    agency: AsyncClient, command_runner: CommandRunner, clock: TurnedClock, service: Service
) -> None:
    await leased(agency, 3)
    clock.instant = NOON + timedelta(days=6, seconds=1)
    ticker = Ticker(command_runner, clock, "notification", service.timer_handlers)
    while not await ticker.quiet():
        await ticker.step()
    assert not await counted(command_runner)


async def test_a_reported_contact_uses_its_lease(
    agency: AsyncClient, command_runner: CommandRunner, deliver: Deliver
) -> None:
    lease = await leased(agency, 2)
    await deliver(reported(lease["id"], NOON + timedelta(hours=1)))
    [made] = await recorded(command_runner, AgencyContactMade)
    assert (made.breach, made.contact_id) == (None, f"{lease['id']}/1")
    assert len(await counted(command_runner)) == 2


async def test_a_contact_without_a_lease_counts_and_is_a_breach(
    command_runner: CommandRunner, deliver: Deliver
) -> None:
    await deliver(reported(None, NOON))
    [made] = await recorded(command_runner, AgencyContactMade)
    assert made.breach is Breach.NO_LEASE
    assert len(await counted(command_runner)) == 1
    [line] = await recorded(command_runner, ContactEntered)
    assert '"rule":"breach:no_lease"' in line.line


async def test_a_lease_that_is_used_up_covers_nothing_more(
    agency: AsyncClient, command_runner: CommandRunner, deliver: Deliver
) -> None:
    lease = await leased(agency, 1)
    await deliver(reported(lease["id"], NOON), reported(lease["id"], NOON, id="2"))
    made = await recorded(command_runner, AgencyContactMade)
    assert [each.breach for each in made] == [None, Breach.LEASE_OVER]


async def test_a_contact_before_its_lawful_moment_is_a_breach(
    agency: AsyncClient, command_runner: CommandRunner, deliver: Deliver
) -> None:
    lease = await leased(agency, 2)
    at_once = NOON + timedelta(seconds=1)
    await deliver(reported(lease["id"], NOON), reported(lease["id"], at_once, id="2"))
    made = await recorded(command_runner, AgencyContactMade)
    assert [each.breach for each in made] == [None, Breach.TOO_EARLY]


async def test_after_a_recall_nothing_is_leased_and_what_was_is_given_back(
    agency: AsyncClient, command_runner: CommandRunner, deliver: Deliver
) -> None:
    await leased(agency, 3)
    await deliver(PlacementRecalled(receivable_ids=("rcv_1",), **IDS))
    assert not await counted(command_runner)
    late = await agency.post(PATH, json=CALLS)
    assert (late.status_code, late.json()["code"]) == (409, "lease_refused")


async def test_anothers_placement_answers_like_none(
    agency: AsyncClient, another: AsyncClient
) -> None:
    unknown = await another.post(PATH, json=CALLS | {"placement_id": "plc_0"})
    foreign = await another.post(PATH, json=CALLS)
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert (await agency.post(PATH, json=CALLS)).status_code == 200


async def test_a_lease_ends_within_a_week(agency: AsyncClient) -> None:
    far = (NOON + timedelta(days=8)).isoformat()
    answer = await agency.post(PATH, json=CALLS | {"until": far})
    assert (answer.status_code, answer.json()["code"]) == (422, "until_unacceptable")
