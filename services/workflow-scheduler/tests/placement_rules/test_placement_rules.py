"""Rules propose what every milder step is behind, to an agency that may have it, and a person approves."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import receivable_id_of
from recoup_events.workflow_scheduler import PlacementProposed
from recoup_testing.agencies import AGENCY, NORTHWIND
from recoup_testing.clients import client_of
from recoup_testing.reminders_example import ACME, INVOICE, paid
from recoup_testing.service_harness import ServiceHarness

RECEIVABLE = receivable_id_of(INVOICE, 0)
PATH = "/v1/placement-rules"
DEAR = {"amount": "100.01", "currency": "EUR"}
ANY = {"If-Match": "*"}
SCOPES = ["placements:read", "placements:write", "agencies:read", "agencies:write"]
DAYS = timedelta(days=1)


@pytest.fixture
async def people(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> AsyncIterator[AsyncClient]:
    parts = (harness.service, harness.command_runner, harness.clock, ACME, SCOPES)
    async with client_of(*parts) as client:
        assert (await client.post("/v1/agencies", json=AGENCY)).status_code == 201
        await harness.receive(registered, issued)
        yield client


async def rule(people: AsyncClient, **more: Any) -> None:
    one = {"name": "old", "agency_id": NORTHWIND} | more
    body = {"policy": "What nobody answers goes to an agency.", "rules": [one]}
    answer = await people.put(PATH, json=body, headers=ANY)
    assert answer.status_code == 200, answer.text


async def proposals(harness: ServiceHarness, days: int) -> list[PlacementProposed]:
    until = harness.clock.now() + days * DAYS
    return [*await harness.comes(PlacementProposed, until)]


async def test_what_no_milder_step_is_left_for_is_proposed_with_its_reason(
    harness: ServiceHarness, people: AsyncClient
) -> None:
    await rule(people)
    [proposed] = await proposals(harness, 120)
    assert proposed.agency_id == NORTHWIND
    assert "Placement rule “old”" in proposed.reason
    assert "days overdue; 100.00 EUR owed" in proposed.reason
    path = f"/v1/placements/{proposed.placement_id}/approval"
    assert (await people.post(path, json={}, headers=ANY)).json()["state"] == "offered"


async def test_without_rules_nobody_proposes(harness: ServiceHarness, people: AsyncClient) -> None:
    assert await proposals(harness, 120) == []


async def test_a_debt_that_is_too_young_is_proposed_on_its_day(
    harness: ServiceHarness, people: AsyncClient, issued: InvoiceIssued
) -> None:
    await rule(people, days_overdue=90)
    [proposed] = await proposals(harness, 200)
    assert "; 90 days overdue;" in proposed.reason


async def test_what_is_paid_meanwhile_is_not_proposed(
    harness: ServiceHarness, people: AsyncClient
) -> None:
    await rule(people, days_overdue=90)
    assert await proposals(harness, 60) == []
    await harness.receive(paid("100.00", left="0.00"))
    assert await proposals(harness, 120) == []


@pytest.mark.parametrize(
    ("more", "condition"),
    [
        ({"conditions": {"countries": ["AT"]}}, "countries"),
        ({"conditions": {"amounts": [{"currency": "EUR", "at_least": DEAR}]}}, "amounts"),
        ({"level": 9}, "level"),
    ],
    ids=["country", "amount", "level"],
)
async def test_a_rule_that_does_not_fit_says_what_is_lacking(
    harness: ServiceHarness, people: AsyncClient, more: dict[str, Any], condition: str
) -> None:
    await rule(people, **more)
    assert await proposals(harness, 120) == []
    shown = (await people.get(f"{PATH}/explanation?receivable_id={RECEIVABLE}")).json()
    assert shown["asked"]
    [explained] = shown["rules"]
    assert ([each["condition"] for each in explained["unmet"]], explained["proposes"]) == (
        [condition],
        False,
    )


async def test_an_agency_that_had_it_by_a_rule_does_not_get_it_by_a_rule_again(
    harness: ServiceHarness, people: AsyncClient
) -> None:
    await rule(people)
    [proposed] = await proposals(harness, 120)
    path = f"/v1/placements/{proposed.placement_id}/rejection"
    await people.post(path, json={"reason": "We talk to them first."}, headers=ANY)
    shown = (await people.get(f"{PATH}/explanation?receivable_id={RECEIVABLE}")).json()
    assert shown["rules"][0]["unmet"][0]["found"] == "had it before"


async def test_rules_name_agencies_that_are_there_and_have_names_of_their_own(
    people: AsyncClient,
) -> None:
    unknown = {"rules": [{"name": "old", "agency_id": "agn_0"}]}
    answer = await people.put(PATH, json=unknown, headers=ANY)
    assert answer.json()["errors"][0]["pointer"] == "/rules/0/agency_id"
    one = {"name": "old", "agency_id": NORTHWIND}
    answer = await people.put(PATH, json={"rules": [one, one]}, headers=ANY)
    assert answer.json()["errors"][0]["pointer"] == "/rules/1/name"
