from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.ids import derived
from recoup_testing.calls import PERMITTED
from recoup_testing.covered_slices import OPENED, PARTLY_UPHELD
from recoup_testing.reminders_example import CUSTOMER, IDS, INVOICE, berlin, paid, taken_back
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

pytestmark = pytest.mark.servers
ENROLMENT = IDS["enrolment_id"]
TASK = derived("tsk", ENROLMENT, DEFAULT_WORKFLOW.workflow_id, 1, "call", 1)
STEP = {
    "name": "friendly",
    "days": 3,
    "action": {"kind": "remind", "channel": "email", "template": "friendly_reminder"},
}
APPLIED = paid("60.00", left="40.00")
PAID = paid("100.00", left="0.00")
REOPENED = taken_back("5.00", left="5.00")


async def listed(client: AsyncClient, path: str, **wanted: str | int) -> list[dict[str, Any]]:
    answer = await client.get(path, params=wanted)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


async def enrolment(office: ServiceHarness, client: AsyncClient) -> dict[str, Any]:
    await office.catch_up()
    [row] = await listed(client, "/v1/enrolments", invoice_id=INVOICE)
    return row


async def test_the_list_follows_an_enrolment_from_start_to_reopening(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(issued)
    started = await enrolment(office, acme)
    assert (started["state"], started["steps_left"]) == ("running", 7)
    await office.receive(OPENED, APPLIED)
    part = await enrolment(office, acme)
    assert (part["balance"]["amount"], part["chased"]["amount"]) == ("40.00", "10.00")
    await office.receive(PAID)
    ended = await enrolment(office, acme)
    assert (ended["state"], ended["outcome"]) == ("ended", "paid")
    assert (ended["balance"]["amount"], ended["chased"]["amount"]) == ("0.00", "0.00")
    await office.receive(REOPENED)
    again = await enrolment(office, acme)
    assert (again["state"], again["outcome"]) == ("paused", None)
    assert (again["balance"]["amount"], again["chased"]["amount"]) == ("5.00", "0.00")


async def test_the_list_shows_what_one_enrolment_shows(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(OPENED, issued, PARTLY_UPHELD)
    await office.until(berlin("2026-03-03 12:00"))
    row = await enrolment(office, acme)
    one = (await acme.get(f"/v1/enrolments/{ENROLMENT}")).json()
    assert {key: row[key] for key in row.keys() & one.keys()} == {
        key: one[key] for key in row.keys() & one.keys()
    }
    assert row["steps_left"] + 1 == len(one["next"]) == 6
    assert row["chased"]["amount"] == "90.00"


async def test_enrolments_are_found_by_customer_and_state_page_by_page(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await office.receive(issued, second, PAID)
    await office.catch_up()
    everything = await listed(acme, "/v1/enrolments", customer_id=CUSTOMER)
    running = await listed(acme, "/v1/enrolments", state="running")
    first = (await acme.get("/v1/enrolments", params={"limit": 1})).json()
    rest = await listed(acme, "/v1/enrolments", cursor=first["next_cursor"])
    assert [row["invoice_id"] for row in running] == [second.invoice_id]
    assert [*first["data"], *rest] == everything
    assert len(everything) == 2
    assert await listed(acme, "/v1/enrolments", creditor="south") == []


async def test_the_worklist_holds_the_open_calls_and_what_is_chased_by_now(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(issued)
    await office.until(berlin("2026-03-23 12:00"))
    await office.receive(APPLIED)
    await office.catch_up()
    assert await listed(acme, "/v1/tasks", creditor="south") == []
    [task] = await listed(acme, "/v1/tasks", customer_id=CUSTOMER)
    assert (task["id"], task["state"], task["chased"]["amount"]) == (TASK, "open", "40.00")
    await office.receive(PERMITTED)
    done = {"disposition": "promised_to_pay", "call_id": "cal_1", "due_on": "2026-03-27"}
    await acme.post(f"/v1/tasks/{TASK}/completion", json=done, headers={"If-Match": "*"})
    await office.catch_up()
    assert await listed(acme, "/v1/tasks") == []
    [completed] = await listed(acme, "/v1/tasks", state="completed", invoice_id=INVOICE)
    assert (completed["disposition"], completed["call_id"]) == ("promised_to_pay", "cal_1")
    assert await listed(acme, "/v1/tasks", state="all") == [completed]


async def test_a_task_that_closed_by_itself_is_listed_with_its_reason(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(issued)
    await office.until(berlin("2026-03-23 12:00"))
    await office.receive(PAID)
    await office.catch_up()
    assert await listed(acme, "/v1/tasks") == []
    [closed] = await listed(acme, "/v1/tasks", state="closed")
    assert (closed["id"], closed["state"], closed["closing_reason"]) == (TASK, "closed", "paid")
    assert closed["closed_at"] is not None


async def test_tasks_come_page_by_page_with_the_longest_waiting_first(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(issued)
    await office.until(berlin("2026-12-31 12:00"))
    await office.catch_up()
    first = (await acme.get("/v1/tasks", params={"limit": 1})).json()
    [second] = await listed(acme, "/v1/tasks", cursor=first["next_cursor"])
    assert first["data"][0]["id"] == TASK
    assert second["outcome"] == "exhausted"


async def test_workflows_are_listed_by_name(office: ServiceHarness, acme: AsyncClient) -> None:
    for name in ("strict", "gentle"):
        await acme.post("/v1/workflows", json={"name": name, "steps": [STEP]})
    more = [STEP, {**STEP, "name": "again", "days": 9}]
    gentle = (await acme.post("/v1/workflows", json={"name": "gentle", "steps": more})).json()
    path = f"/v1/workflows/{gentle['id']}/retirement"
    await acme.post(path, headers={"If-Match": "*"})
    await office.catch_up()
    rows = await listed(acme, "/v1/workflows")
    assert [(row["name"], row["version"], row["steps"]) for row in rows] == [
        ("gentle", 2, 2),
        ("strict", 1, 1),
    ]
    assert [row["name"] for row in await listed(acme, "/v1/workflows", retired="true")] == [
        "gentle"
    ]
    first = (await acme.get("/v1/workflows", params={"limit": 1})).json()
    assert await listed(acme, "/v1/workflows", cursor=first["next_cursor"]) == [rows[1]]


async def test_another_tenant_sees_nothing_and_finds_nothing(
    office: ServiceHarness, other: AsyncClient, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await acme.post("/v1/workflows", json={"name": "gentle", "steps": [STEP]})
    await office.receive(issued)
    await office.until(berlin("2026-03-23 12:00"))
    await office.catch_up()
    for path in ("/v1/workflows", "/v1/enrolments", "/v1/tasks"):
        assert await listed(other, path) == []
    for path in (f"/v1/enrolments/{ENROLMENT}", f"/v1/tasks/{TASK}"):
        assert (await other.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/v1/workflows", "/v1/enrolments", "/v1/tasks"])
async def test_a_cursor_of_another_list_is_refused(acme: AsyncClient, path: str) -> None:
    answer = await acme.get(path, params={"cursor": "WzFd"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_cursor")
