import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import derived
from recoup_testing.calls import PERMITTED
from recoup_testing.reminders_example import IDS, INVOICE, berlin
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

TASK = derived("tsk", IDS["enrolment_id"], DEFAULT_WORKFLOW.workflow_id, 1, "call", 1)
PATH = f"/v1/tasks/{TASK}"
PROMISED = {
    "disposition": "promised_to_pay",
    "call_id": "cal_1",
    "note": "Pays on Friday.",
    "due_on": "2026-03-27",
}


@pytest.fixture
async def called(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> ServiceHarness:
    """The day the call of the built-in workflow is on the worklist."""
    await harness.receive(registered, issued, PERMITTED)
    await harness.until(berlin("2026-03-23 12:00"))
    return harness


@pytest.mark.usefixtures("called")
async def test_a_task_says_what_to_say_and_by_which_clock_to_call(console: AsyncClient) -> None:
    answer = await console.get(PATH)
    shown = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert (shown["state"], shown["invoice_id"], shown["kind"]) == ("open", INVOICE, "call")
    assert shown["debtor"] == {"kind": "entity", "time_zone": "Europe/Berlin"}


@pytest.mark.usefixtures("called")
async def test_a_completed_task_shows_how_the_call_went(console: AsyncClient) -> None:
    answer = await console.post(f"{PATH}/completion", json=PROMISED, headers={"If-Match": '"1"'})
    shown = answer.json()
    assert answer.status_code == 200
    assert (shown["state"], shown["disposition"]) == ("completed", "promised_to_pay")
    assert shown["note"] == "Pays on Friday."
    assert (await console.get(PATH)).json() == shown


@pytest.mark.usefixtures("called")
async def test_a_task_is_completed_once(console: AsyncClient) -> None:
    first = await console.post(f"{PATH}/completion", json=PROMISED, headers={"If-Match": "*"})
    again = await console.post(f"{PATH}/completion", json=PROMISED, headers={"If-Match": "*"})
    assert (first.status_code, again.status_code) == (200, 409)
    assert again.json()["code"] == "task_refused"


@pytest.mark.usefixtures("called")
async def test_a_call_ends_in_one_of_the_known_ways(console: AsyncClient) -> None:
    answer = await console.post(
        f"{PATH}/completion", json={"disposition": "shouted"}, headers={"If-Match": "*"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/disposition"


async def test_an_unknown_task_is_not_found(console: AsyncClient) -> None:
    assert (await console.get(PATH)).status_code == 404


@pytest.mark.usefixtures("called")
async def test_the_call_that_is_named_was_permitted(console: AsyncClient) -> None:
    unknown = PROMISED | {"call_id": "cal_9"}
    answer = await console.post(f"{PATH}/completion", json=unknown, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_call")
    assert "send this again in a few seconds" in answer.json()["detail"]
