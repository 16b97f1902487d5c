"""Exceptions from the policy, as whoever asks for one and whoever agrees see them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.workflow_scheduler import (
    EnrolmentMoved,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    PauseCause,
)
from recoup_testing.clients import client_of
from recoup_testing.reminders_example import ACME, CUSTOMER, INVOICE, berlin
from recoup_testing.service_harness import ServiceHarness

PATH = "/v1/exceptions"
ANY_VERSION = {"If-Match": "*"}
STEP = {
    "name": "letter",
    "days": 3,
    "action": {"kind": "remind", "channel": "email", "template": "firm_reminder"},
}
OFF: dict[str, Any] = {
    "external_id": "E-1",
    "customer_id": CUSTOMER,
    "until": "2026-02-20",
    "reason": "Sales negotiates a large order.",
}


@pytest.fixture
async def boss(harness: ServiceHarness) -> AsyncIterator[AsyncClient]:
    """A second person at Acme."""
    scopes = ["workflows:read", "workflows:write"]
    async with client_of(
        harness.service, harness.command_runner, harness.clock, ACME, scopes
    ) as client:
        yield client


async def published(client: AsyncClient, name: str = "mild") -> str:
    answer = await client.post("/v1/workflows", json={"name": name, "steps": [STEP]})
    return str(answer.json()["id"])


async def asked(client: AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post(PATH, json={**OFF, **changes})
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def agreed(client: AsyncClient, id: str) -> int:
    return (await client.post(f"{PATH}/{id}/approval", headers=ANY_VERSION)).status_code


async def test_an_exception_waits_for_a_second_person(
    harness: ServiceHarness,
    console: AsyncClient,
    boss: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await harness.receive(registered, issued)
    waiting = await asked(console)
    assert waiting["state"] == "requested"
    alone = await console.post(f"{PATH}/{waiting['id']}/approval", headers=ANY_VERSION)
    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    assert await agreed(boss, waiting["id"]) == 200
    (paused,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentPaused))
    assert (paused.cause, paused.reason) == (PauseCause.EXCEPTION, OFF["reason"])


async def test_what_is_short_enough_takes_no_second_person(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    await console.put("/v1/assignment-rules", json={"exception_days": 20}, headers=ANY_VERSION)
    assert (await asked(console))["state"] == "in_force"
    longer = await asked(console, external_id="E-2", until="2026-02-23")
    assert longer["state"] == "requested"


async def test_it_ends_with_its_last_day_and_chasing_goes_on(
    harness: ServiceHarness,
    console: AsyncClient,
    boss: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await harness.receive(registered, issued)
    await agreed(boss, (await asked(console))["id"])
    await harness.until(berlin("2026-02-20 23:59"))
    assert not [each for each in await harness.recorded() if isinstance(each, EnrolmentResumed)]
    await harness.until(berlin("2026-02-21 00:00"))
    (resumed,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentResumed))
    assert resumed.cause is PauseCause.EXCEPTION


async def test_a_new_invoice_of_an_excepted_customer_is_not_chased_either(
    harness: ServiceHarness,
    console: AsyncClient,
    boss: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await harness.receive(registered)
    await agreed(boss, (await asked(console))["id"])
    await harness.receive(issued)
    assert [each for each in await harness.recorded() if isinstance(each, EnrolmentPaused)]


async def test_an_invoice_goes_to_the_excepted_workflow_and_back_when_that_is_ended(
    harness: ServiceHarness,
    console: AsyncClient,
    boss: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await harness.receive(registered, issued)
    mild = await published(console)
    one = {"customer_id": None, "invoice_id": INVOICE, "workflow_id": mild, "until": None}
    id = (await asked(console, **one))["id"]
    await agreed(boss, id)
    (moved,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentMoved))
    assert (moved.workflow_id, OFF["reason"] in moved.reason) == (mild, True)
    why = (await console.get(f"/v1/assignment-rules/explanation?invoice={INVOICE}")).json()
    assert (why["chosen_by"], why["exception_id"]) == ("exception", id)

    ended = await console.post(f"{PATH}/{id}/end", json={"reason": "Signed."}, headers=ANY_VERSION)
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    back = [each for each in await harness.recorded() if isinstance(each, EnrolmentMoved)][-1]
    (started,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentStarted))
    assert back.workflow_id == started.workflow_id


async def test_what_nobody_decides_expires(
    harness: ServiceHarness, console: AsyncClient, boss: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    id = (await asked(console, until="2026-12-31"))["id"]
    await harness.until(berlin("2026-03-10 00:00"))
    assert (await console.get(f"{PATH}/{id}")).json()["state"] == "expired"
    late = await boss.post(f"{PATH}/{id}/approval", headers=ANY_VERSION)
    assert (late.status_code, late.json()["code"]) == (409, "approval_closed")


async def test_a_refused_exception_changes_nothing(
    harness: ServiceHarness,
    console: AsyncClient,
    boss: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await harness.receive(registered, issued)
    id = (await asked(console))["id"]
    body = {"reason": "The policy stands."}
    refused = await boss.post(f"{PATH}/{id}/refusal", json=body, headers=ANY_VERSION)
    assert (refused.json()["state"], refused.json()["closing_reason"]) == (
        "refused",
        body["reason"],
    )
    assert not [each for each in await harness.recorded() if isinstance(each, EnrolmentPaused)]


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"until": None}, 422, "/until"),
        ({"until": "2026-02-01"}, 422, "/until"),
        ({"invoice_id": "inv_1"}, 422, "/customer_id"),
        ({"customer_id": None}, 422, "/customer_id"),
        ({"customer_id": None, "invoice_id": "inv_nowhere"}, 404, "/invoice_id"),
        ({"workflow_id": "wfl_nowhere"}, 404, "/workflow_id"),
    ],
    ids=["no end", "over", "both", "neither", "unknown invoice", "unknown workflow"],
)
async def test_what_makes_no_exception_is_refused_where_it_stands(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    changes: dict[str, Any],
    status: int,
    pointer: str,
) -> None:
    await harness.receive(registered)
    answer = await console.post(PATH, json={**OFF, **changes})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


async def test_another_exception_of_the_same_external_id_is_refused(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    await asked(console)
    assert (await console.post(PATH, json=OFF)).status_code == 409


@pytest.mark.servers
async def test_exceptions_are_listed_by_state(
    office: ServiceHarness, acme: AsyncClient, other: AsyncClient, registered: CustomerRegistered
) -> None:
    await office.receive(registered)
    id = (await asked(acme))["id"]
    await office.catch_up()
    listed = (await acme.get(f"{PATH}?state=requested")).json()["data"]
    assert [each["id"] for each in listed] == [id]
    assert (await acme.get(f"{PATH}?state=in_force")).json()["data"] == []
    assert (await other.get(PATH)).json()["data"] == []
