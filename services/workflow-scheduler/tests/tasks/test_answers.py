"""What a customer says in a call drives what follows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.dispute import Reason
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import derived
from recoup_events.workflow_scheduler import (
    DisputeRequested,
    EnrolmentPaused,
    EnrolmentResumed,
    HardshipReason,
    HardshipSignalled,
    PauseCause,
    PromiseMade,
    ReminderRequested,
    TaskCompleted,
    TaskCreated,
    TaskKind,
)
from recoup_testing.calls import PERMITTED
from recoup_testing.reminders_example import CUSTOMER, IDS, berlin, eur
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

TASK = derived("tsk", IDS["enrolment_id"], DEFAULT_WORKFLOW.workflow_id, 1, "call", 1)


@pytest.fixture
async def called(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> ServiceHarness:
    """Monday 23 March: the call of the built-in workflow is made."""
    await harness.receive(registered, issued, PERMITTED)
    await harness.until(berlin("2026-03-23 12:00"))
    return harness


async def says(console: AsyncClient, disposition: str, **more: Any) -> dict[str, Any]:
    answer = await console.post(
        f"/v1/tasks/{TASK}/completion",
        json={"disposition": disposition, "call_id": "cal_1", **more},
        headers={"If-Match": "*"},
    )
    body: dict[str, Any] = answer.json() | {"status": answer.status_code}
    return body


async def of(harness: ServiceHarness, *kinds: type[Event]) -> list[Any]:
    return [event for event in await harness.recorded() if isinstance(event, kinds)]


async def asked_for(harness: ServiceHarness, kind: TaskKind) -> list[TaskCreated]:
    return [
        each
        for each in await of(harness, TaskCreated)
        if each.kind is kind and each.task_id != TASK
    ]


async def test_a_promise_in_a_call_is_a_promise(
    called: ServiceHarness, console: AsyncClient
) -> None:
    part = {"currency": "EUR", "amount": "60.00"}
    done = await says(console, "promised_to_pay", due_on="2026-03-27", amount=part)
    assert done["status"] == 200, done
    [promise] = await of(called, PromiseMade)
    assert (promise.slices[0].amount, promise.due_on) == (eur("60.00"), date(2026, 3, 27))
    assert (promise.given.call_id, promise.given.task_id) == ("cal_1", TASK)


@pytest.mark.parametrize("more", [{}, {"due_on": "2027-03-27"}])
async def test_a_promise_that_cannot_be_taken_leaves_the_task_open(
    called: ServiceHarness, console: AsyncClient, more: dict[str, str]
) -> None:
    refused = await says(console, "promised_to_pay", **more)
    assert refused["status"] == 422
    assert refused["errors"][0]["pointer"] == "/due_on"
    assert await of(called, TaskCompleted, PromiseMade) == []


async def test_whoever_contests_asks_for_a_dispute(
    called: ServiceHarness, console: AsyncClient
) -> None:
    await says(console, "contests", dispute_reason="quantity", note="Two pumps never came.")
    [asked] = await of(called, DisputeRequested)
    assert (asked.reason, asked.amount) == (Reason.QUANTITY, eur("100.00"))
    assert (asked.statement, asked.call_id) == ("Two pumps never came.", "cal_1")


@pytest.mark.parametrize(
    ("disposition", "reason"),
    [
        ("cannot_pay", HardshipReason.LOST_BUSINESS),
        ("asked_for_plan", HardshipReason.ASKS_FOR_INSTALMENTS),
    ],
)
async def test_whoever_cannot_pay_signals_hardship(
    called: ServiceHarness, console: AsyncClient, disposition: str, reason: HardshipReason
) -> None:
    await says(console, disposition, hardship_reason="lost_business")
    [signal] = await of(called, HardshipSignalled)
    assert (signal.reason, signal.slices[0].amount) == (reason, eur("100.00"))
    await called.until(berlin("2026-03-24 12:00"))
    told = (await of(called, ReminderRequested))[-1]
    assert (told.template, told.items[0].step) == ("options", "options")
    assert len(await asked_for(called, TaskKind.REVIEW)) == 1


async def test_who_never_got_the_invoice_gets_a_copy_with_the_next_round(
    called: ServiceHarness, console: AsyncClient
) -> None:
    await says(console, "never_received")
    await called.until(berlin("2026-03-24 12:00"))
    reminder = (await of(called, ReminderRequested))[-1]
    [item] = reminder.items
    assert (item.step, item.attachments) == ("copy", (AttachmentKind.INVOICE_COPY,))
    assert item.amount == eur("100.00")


async def test_who_asks_to_be_called_at_another_time_is_called_then(
    called: ServiceHarness, console: AsyncClient
) -> None:
    await says(console, "calls_back", call_at="2026-03-25T13:30:00Z")
    [again] = await asked_for(called, TaskKind.CALL)
    assert again.not_before == datetime(2026, 3, 25, 13, 30, tzinfo=UTC)
    assert again.about.follows == TASK


async def test_a_wish_for_the_night_is_moved_into_lawful_hours(
    called: ServiceHarness, console: AsyncClient
) -> None:
    await says(console, "calls_back", call_at="2026-03-25T22:30:00Z")
    [again] = await asked_for(called, TaskKind.CALL)
    assert again.not_before is not None
    assert again.not_before > datetime(2026, 3, 26, 5, 0, tzinfo=UTC)


async def test_who_is_not_reached_is_tried_again_as_often_as_the_policy_says(
    called: ServiceHarness, console: AsyncClient
) -> None:
    policy = {"most_attempts": 2, "days_apart": 3, "search_days": 5}
    await console.put("/v1/task-policy", json=policy, headers={"If-Match": "*"})
    await says(console, "not_reached")
    [again] = await asked_for(called, TaskKind.CALL)
    assert (again.attempt, again.not_before) == (2, berlin("2026-03-26 10:00"))
    answer = await console.post(
        f"/v1/tasks/{again.task_id}/completion",
        json={"disposition": "not_reached", "call_id": "cal_1"},
        headers={"If-Match": "*"},
    )
    assert answer.status_code == 200, answer.text
    assert await asked_for(called, TaskKind.CALL) == [again]


@pytest.mark.parametrize("disposition", ["wrong_number", "wrong_person"])
async def test_a_wrong_number_or_person_is_a_task_to_find_out(
    called: ServiceHarness, console: AsyncClient, disposition: str
) -> None:
    await says(console, disposition, note="She left in May.")
    [data] = await asked_for(called, TaskKind.CONTACT_DATA)
    assert data.words == "She left in May."


async def test_what_is_said_to_be_paid_is_looked_for_and_not_chased_meanwhile(
    called: ServiceHarness, console: AsyncClient
) -> None:
    await says(console, "paid_already", note="On the 19th, reference 4711.")
    [search] = await asked_for(called, TaskKind.FIND_PAYMENT)
    [paused] = await of(called, EnrolmentPaused)
    assert (paused.cause, paused.cause_id) == (PauseCause.SAID_TO_BE_PAID, search.task_id)
    await called.until(berlin("2026-03-28 12:00"))
    [resumed] = await of(called, EnrolmentResumed)
    assert resumed.cause is PauseCause.SAID_TO_BE_PAID


async def test_money_that_is_not_found_is_chased_at_once(
    called: ServiceHarness, console: AsyncClient
) -> None:
    await says(console, "paid_already")
    [search] = await asked_for(called, TaskKind.FIND_PAYMENT)
    await console.post(
        f"/v1/tasks/{search.task_id}/completion",
        json={"disposition": "not_possible"},
        headers={"If-Match": "*"},
    )
    assert len(await of(called, EnrolmentResumed)) == 1


async def test_a_task_of_no_receivable_is_told_what_is_promised(
    called: ServiceHarness, console: AsyncClient
) -> None:
    new = {
        "reference": "CALL-1",
        "customer_id": CUSTOMER,
        "kind": "call",
        "script": "Ask about all of it.",
    }
    without = await console.post("/v1/tasks", json=new)
    assert (without.status_code, without.json()["code"]) == (422, "creditor_unfit")
    task = (await console.post("/v1/tasks", json=new | {"creditor": "default"})).json()
    done = {"disposition": "promised_to_pay", "call_id": "cal_1", "due_on": "2026-03-27"}
    path = f"/v1/tasks/{task['id']}/completion"
    refused = await console.post(path, json=done, headers={"If-Match": "*"})
    assert refused.json()["errors"][0]["pointer"] == "/slices"
    slices = {"slices": [{"invoice_id": IDS["invoice_id"]}]}
    taken = await console.post(path, json=done | slices, headers={"If-Match": "*"})
    assert taken.status_code == 200, taken.text
    assert len(await of(called, PromiseMade)) == 1
