"""The last resort is a recorded choice of two people, and what follows from it is done."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    LastResortChosen,
    LastResortProposed,
    MeasureTaken,
    Outcome,
    PlacementApproved,
    TaskCreated,
    TaskKind,
)
from recoup_testing.agencies import AGENCY, NORTHWIND
from recoup_testing.clients import client_of
from recoup_testing.reminders_example import ACME, CUSTOMER, berlin, paid
from recoup_testing.service_harness import ServiceHarness

ANY = {"If-Match": "*"}
SCOPES = [f"{thing}:{may}" for thing in ("enrolments", "tasks") for may in ("read", "write")]


@pytest.fixture
async def second_person(harness: ServiceHarness) -> AsyncIterator[AsyncClient]:
    parts = (harness.service, harness.command_runner, harness.clock, ACME, SCOPES)
    async with client_of(*parts) as client:
        yield client


@pytest.fixture
async def receivable(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> str:
    await harness.receive(registered, issued)
    return issued.terms[0].receivable_id


def proposal(receivable: str, choice: str, **more: object) -> dict[str, object]:
    body = {"external_id": "LR-1", "customer_id": CUSTOMER, "receivable_id": receivable}
    return {**body, "choice": choice, "reason": "No answer in 120 days.", **more}


async def decided(console: AsyncClient, second: AsyncClient, body: object) -> dict[str, Any]:
    proposed = await console.post("/v1/last-resorts", json=body)
    assert proposed.status_code == 201, proposed.text
    answer = await approve(second, proposed.json()["id"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def approve(client: AsyncClient, id: str, **body: object) -> Response:
    return await client.post(f"/v1/last-resorts/{id}/approval", json=body, headers=ANY)


async def of(harness: ServiceHarness, kind: type[Event]) -> Sequence[Any]:
    return [each for each in await harness.recorded() if isinstance(each, kind)]


async def test_one_person_does_not_choose_alone(
    harness: ServiceHarness, console: AsyncClient, receivable: str
) -> None:
    id = (await console.post("/v1/last-resorts", json=proposal(receivable, "court"))).json()["id"]
    alone = await approve(console, id)
    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    assert await of(harness, EnrolmentEnded) == []


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [("court", Outcome.HANDED_TO_COURT), ("lien", Outcome.LIEN_FILED)],
)
async def test_court_and_lien_end_the_run_and_somebody_files_with_the_documents_named(
    harness: ServiceHarness,
    console: AsyncClient,
    second_person: AsyncClient,
    receivable: str,
    choice: str,
    outcome: Outcome,
) -> None:
    shown = await decided(console, second_person, proposal(receivable, choice))
    assert (shown["state"], shown["choice"]) == ("chosen", choice)
    assert "invoice" in shown["documents"]
    assert [each.outcome for each in await of(harness, EnrolmentEnded)] == [outcome]
    (task,) = await of(harness, TaskCreated)
    assert task.kind is TaskKind.REVIEW
    assert "statement of account" in task.script


async def test_the_task_of_a_lien_has_the_day_that_the_law_sets(
    harness: ServiceHarness, console: AsyncClient, second_person: AsyncClient, receivable: str
) -> None:
    lien = {"worked_until": "2026-01-20", "subdivision": "US-TX"}
    shown = await decided(console, second_person, proposal(receivable, "lien", **lien))
    assert shown["deadline_on"] == "2026-05-15"
    assert "53.052" in shown["deadline_source"]
    (task,) = await of(harness, TaskCreated)
    assert task.due_on == date(2026, 5, 15)
    assert "counsel" in task.script


async def test_an_agency_is_offered_it_at_once(
    harness: ServiceHarness,
    console: AsyncClient,
    second_person: AsyncClient,
    receivable: str,
) -> None:
    agencies = [
        f"{thing}:{may}" for thing in ("agencies", "placements") for may in ("read", "write")
    ]
    parts = (harness.service, harness.command_runner, harness.clock, ACME, agencies)
    async with client_of(*parts) as ops:
        assert (await ops.post("/v1/agencies", json=AGENCY)).status_code == 201
    body = proposal(receivable, "agency")
    id = (await console.post("/v1/last-resorts", json=body)).json()["id"]
    nobody = await approve(second_person, id)
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (422, "/agency_id")
    answer = await approve(second_person, id, agency_id=NORTHWIND)
    assert answer.status_code == 200, answer.text
    (offered,) = await of(harness, PlacementApproved)
    assert [item.receivable_id for item in offered.items] == [receivable]


async def test_forgiveness_says_how_much_is_owed_now(
    harness: ServiceHarness, console: AsyncClient, second_person: AsyncClient, receivable: str
) -> None:
    body = proposal(receivable, "forgiveness")
    id = (await console.post("/v1/last-resorts", json=body)).json()["id"]
    await harness.receive(paid("40.00", left="60.00"))
    assert (await approve(second_person, id)).status_code == 200
    (chosen,) = await of(harness, LastResortChosen)
    assert chosen.amount.minor_units == 60_00
    assert await of(harness, EnrolmentEnded) == []  # the write-off ends it


async def test_what_was_paid_meanwhile_is_not_handed_to_anybody(
    harness: ServiceHarness, console: AsyncClient, second_person: AsyncClient, receivable: str
) -> None:
    id = (await console.post("/v1/last-resorts", json=proposal(receivable, "court"))).json()["id"]
    await harness.receive(paid("100.00", left="0.00"))
    refused = await approve(second_person, id)
    assert (refused.status_code, refused.json()["code"]) == (422, "last_resort_unfit")


async def test_a_refusal_has_it_decided_anew(
    harness: ServiceHarness, console: AsyncClient, second_person: AsyncClient, receivable: str
) -> None:
    id = (await console.post("/v1/last-resorts", json=proposal(receivable, "court"))).json()["id"]
    path = f"/v1/last-resorts/{id}/refusal"
    answer = await second_person.post(path, json={"reason": "Offer a plan."}, headers=ANY)
    assert (answer.status_code, answer.json()["state"]) == (200, "refused")
    (task,) = await of(harness, TaskCreated)
    assert "Offer a plan." in task.script
    again = await approve(second_person, id)
    assert (again.status_code, again.json()["code"]) == (409, "last_resort_closed")


async def escalation(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued, measure: str
) -> str:
    """A workflow that asks for a measure has come to it."""
    step = {
        "name": "measure",
        "level": 1,
        "days": 1,
        "action": {"kind": "escalate", "at": "11:00", "measure": measure, "script": "Decide."},
    }
    new = {"name": "hard", "steps": [step]}
    id = (await console.post("/v1/workflows", json=new)).json()["id"]
    chosen = await console.put("/v1/workflows/default", json={"workflow_id": id}, headers=ANY)
    assert chosen.status_code == 200, chosen.text
    await harness.receive(issued)
    (task,) = await harness.comes(TaskCreated, berlin("2026-03-04 12:00"))
    found: str = task.task_id
    return found


async def complete(console: AsyncClient, id: str, disposition: str) -> None:
    body = {"disposition": disposition}
    answer = await console.post(f"/v1/tasks/{id}/completion", json=body, headers=ANY)
    assert answer.status_code == 200, answer.text


async def test_a_suit_that_goes_ahead_is_proposed_for_a_second_person(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await complete(console, await escalation(harness, console, issued, "suit"), "goes_ahead")
    (proposed,) = await of(harness, LastResortProposed)
    assert proposed.choice == "court"


async def test_an_acceleration_that_goes_ahead_is_taken(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    task = await escalation(harness, console, issued, "acceleration")
    await complete(console, task, "goes_ahead")
    (taken,) = await of(harness, MeasureTaken)
    assert (taken.measure, taken.task_id) == ("acceleration", task)


async def test_not_now_is_asked_again_after_a_fortnight(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await complete(console, await escalation(harness, console, issued, "suit"), "not_now")
    first, again = await of(harness, TaskCreated)
    assert (again.measure, again.attempt) == (first.measure, 2)
    assert again.not_before == berlin("2026-03-18 12:00")


async def test_what_has_been_through_all_steps_is_asked_about_until_an_outcome_is_chosen(
    harness: ServiceHarness,
    console: AsyncClient,
    second_person: AsyncClient,
    receivable: str,
) -> None:
    await harness.until(berlin("2026-06-01 12:00"))
    asked = (await of(harness, TaskCreated))[-1]
    assert [each.outcome for each in await of(harness, EnrolmentEnded)] == [Outcome.EXHAUSTED]
    for _ in range(2):
        for each in await of(harness, TaskCreated):
            body = {"disposition": "no_call" if each.kind is TaskKind.CALL else "done"}
            path = f"/v1/tasks/{each.task_id}/completion"
            assert (await console.post(path, json=body, headers=ANY)).status_code in (200, 409)
        next_one = (await of(harness, TaskCreated))[-1]
        assert next_one.task_id != asked.task_id
        assert next_one.kind is TaskKind.REVIEW
        asked = next_one
    await decided(console, second_person, proposal(receivable, "court"))
    assert (await of(harness, EnrolmentEnded))[-1].outcome is Outcome.HANDED_TO_COURT
