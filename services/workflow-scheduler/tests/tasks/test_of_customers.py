"""Tasks of a customer that no step asks for: what comes back, what is written, what is not known."""

from datetime import datetime
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerDetailsChanged, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import MessageId, PersonId, ReminderId, ReplyId
from recoup_events.notification import (
    DeliveryProof,
    MessageDelivered,
    MessageUndelivered,
    ReplyMeaning,
    ReplyReceived,
    ReturnKind,
)
from recoup_events.workflow_scheduler import ClosingReason, TaskClosed, TaskCreated, TaskKind
from recoup_testing.creditors import CREDITOR
from recoup_testing.persons import person
from recoup_testing.reminders_example import CUSTOMER, berlin, paid
from recoup_testing.service_harness import ServiceHarness

PERSON = PersonId("per_1")
AT = berlin("2026-03-06 10:00")


def ids(number: int) -> dict[str, Any]:
    return {
        "message_id": MessageId(f"msg_{number}"),
        "reminder_id": ReminderId(f"rem_{number}"),
        "customer_id": CUSTOMER,
        "creditor_id": CREDITOR,
        "person_id": PERSON,
        "channel": Channel.EMAIL,
    }


def came_back(number: int, *, unknown: bool = False, at: datetime = AT) -> MessageUndelivered:
    return MessageUndelivered(
        **ids(number),
        reason="550 5.1.1" if unknown else "452 4.2.2",
        returned_at=at,
        address_unknown=unknown,
        kind=ReturnKind.NOBODY if unknown else ReturnKind.MAILBOX_FULL,
    )


def arrived(number: int) -> MessageDelivered:
    return MessageDelivered(**ids(number), proof=DeliveryProof.CONFIRMED, delivered_at=AT)


def wrote(text: str, meaning: ReplyMeaning) -> ReplyReceived:
    return ReplyReceived(
        reply_id=ReplyId("rpl_1"),
        customer_id=CUSTOMER,
        person_id=PERSON,
        creditor_id=CREDITOR,
        channel=Channel.EMAIL,
        address_hash="ab" * 32,
        answers=MessageId("msg_1"),
        text=text,
        meaning=meaning,
        received_at=AT,
    )


@pytest.fixture
async def office_day(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> ServiceHarness:
    await harness.receive(registered, issued)
    await harness.until(AT)
    return harness


async def created(harness: ServiceHarness) -> list[TaskCreated]:
    return [each for each in await harness.recorded() if isinstance(each, TaskCreated)]


async def closed(harness: ServiceHarness) -> list[ClosingReason]:
    return [each.reason for each in await harness.recorded() if isinstance(each, TaskClosed)]


async def test_four_times_back_in_a_row_asks_for_an_address_once(
    office_day: ServiceHarness,
) -> None:
    await office_day.receive(*(came_back(number) for number in range(3)))
    assert await created(office_day) == []
    await office_day.receive(came_back(3), came_back(4))
    [task] = await created(office_day)
    assert (task.kind, task.about.person_id) == (TaskKind.ADDRESS, PERSON)


async def test_what_arrives_between_begins_the_count_anew(office_day: ServiceHarness) -> None:
    events: list[Event] = [came_back(1), came_back(2), came_back(3), arrived(4), came_back(5)]
    await office_day.receive(*events)
    assert await created(office_day) == []


async def test_an_address_nobody_has_asks_at_once_and_one_that_arrives_closes(
    office_day: ServiceHarness,
) -> None:
    await office_day.receive(came_back(1, unknown=True))
    assert len(await created(office_day)) == 1
    await office_day.receive(arrived(2))
    assert await closed(office_day) == [ClosingReason.ADDRESS_CONFIRMED]


async def test_new_persons_close_what_was_to_be_found_out(
    office_day: ServiceHarness, registered: CustomerRegistered
) -> None:
    await office_day.receive(came_back(1, unknown=True))
    details = registered.model_dump(exclude={"external_id", "metadata"})
    await office_day.receive(CustomerDetailsChanged(**details | {"name": "Bolts & Co. GmbH"}))
    assert await closed(office_day) == []
    await office_day.receive(CustomerDetailsChanged(**details | {"persons": (person("Ada"),)}))
    assert await closed(office_day) == [ClosingReason.DETAILS_CHANGED]


async def test_nobody_looks_for_the_address_of_who_owes_nothing(
    office_day: ServiceHarness,
) -> None:
    await office_day.receive(came_back(1, unknown=True), paid("100.00", left="0.00"))
    assert await closed(office_day) == [ClosingReason.PAID]


async def test_a_reply_is_read_by_a_person_with_its_words(office_day: ServiceHarness) -> None:
    await office_day.receive(wrote("Bitte an Frau Weber.", ReplyMeaning.UNCLEAR))
    [task] = await created(office_day)
    assert (task.kind, task.words) == (TaskKind.REPLY, "Bitte an Frau Weber.")
    assert task.about.reply_id == "rpl_1"


async def test_a_machines_answer_needs_nobody(office_day: ServiceHarness) -> None:
    await office_day.receive(wrote("I am away.", ReplyMeaning.OUT_OF_OFFICE))
    assert await created(office_day) == []


@pytest.mark.usefixtures("office_day")
async def test_a_person_creates_assigns_snoozes_and_completes_a_task(console: AsyncClient) -> None:
    new = {
        "reference": "REV-1",
        "customer_id": CUSTOMER,
        "kind": "review",
        "script": "Do we still deliver?",
        "owner": "m.weber",
        "due_on": "2026-03-09",
    }
    answer = await console.post("/v1/tasks", json=new)
    task = answer.json()
    assert (answer.status_code, task["owner"], task["due_on"]) == (201, "m.weber", "2026-03-09")
    path = f"/v1/tasks/{task['id']}"
    stale = await console.put(f"{path}/snooze", json={"until": None}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    past = {"until": "2026-03-01T08:00:00Z"}
    refused = await console.put(f"{path}/snooze", json=past, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (422, "moment_unfit")
    later = {"until": "2026-03-08T08:00:00Z"}
    snoozed = await console.put(f"{path}/snooze", json=later, headers={"If-Match": "*"})
    assert snoozed.json()["snoozed_until"] == "2026-03-08T08:00:00Z"
    called = {"disposition": "promised_to_pay"}
    unfit = await console.post(f"{path}/completion", json=called, headers={"If-Match": "*"})
    assert unfit.json()["code"] == "disposition_unfit"
    assert "done, not_possible" in unfit.json()["detail"]
    done = await console.post(
        f"{path}/completion", json={"disposition": "done"}, headers={"If-Match": "*"}
    )
    assert done.json()["state"] == "completed"
