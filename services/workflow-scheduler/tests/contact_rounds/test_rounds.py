from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import InvoiceCancelled, InvoiceIssued
from recoup_events.kernel.ids import CreditorId
from recoup_events.workflow_scheduler import ReminderRequested, StepDue
from recoup_eventstore.ports import START
from recoup_testing.reminders_example import CUSTOMER, berlin, eur, paid
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import cancelled, issued_as
from recoup_testing.work_counted import functions_called
from workflow_scheduler.contact_rounds.domain.events import RoundEnded
from workflow_scheduler.contact_rounds.timers import MOST_AT_ONCE
from workflow_scheduler.enrolments.domain.ids import enrolment_id

ROUND_DAY = berlin("2026-02-23 12:00")
ANY_VERSION = {"If-Match": "*"}


def invoices(issued: InvoiceIssued, count: int, **changes: object) -> list[InvoiceIssued]:
    return [issued_as(issued, f"inv_{n}", **changes) for n in range(1, count + 1)]


def items(asked: Sequence[ReminderRequested]) -> list[list[str]]:
    return [sorted(item.invoice_id for item in reminder.items) for reminder in asked]


async def test_six_invoices_due_on_one_day_are_one_reminder_with_six_items(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(*invoices(issued, 6))
    asked = await harness.comes(ReminderRequested, until=ROUND_DAY)
    assert items(asked) == [[f"inv_{n}" for n in range(1, 7)]]


async def test_two_creditors_write_for_themselves(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    ours, theirs = invoices(issued, 2)
    await harness.receive(ours, theirs.model_copy(update={"creditor_id": CreditorId("crd_2")}))
    asked = await harness.comes(ReminderRequested, until=ROUND_DAY)
    assert sorted(items(asked)) == [["inv_1"], ["inv_2"]]
    assert {reminder.creditor_id for reminder in asked} == {issued.creditor_id, "crd_2"}


async def test_what_was_paid_or_cancelled_or_held_a_moment_before_is_left_out(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    four = invoices(issued, 4)
    await harness.receive(*four)
    await harness.until(berlin("2026-02-23 09:59"))
    gone = InvoiceCancelled(
        invoice_id=four[1].invoice_id,
        customer_id=CUSTOMER,
        reason="typo",
        amount=eur("100.00"),
        terms=cancelled(four[1].terms),
        effective_on=date(2026, 1, 20),
    )
    await harness.receive(paid("100.00", left="0.00"), gone)
    held = enrolment_id(harness.account.tenant, four[2].terms[0].receivable_id)
    answer = await console.post(
        f"/v1/enrolments/{held}/pause", json={"reason": "A word first."}, headers=ANY_VERSION
    )
    assert answer.status_code == 200
    asked = await harness.comes(ReminderRequested, until=ROUND_DAY)
    assert items(asked) == [["inv_4"]]


async def test_a_round_with_nothing_left_ends_silent_and_says_so(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, paid("100.00", left="0.00"))
    [ended] = await harness.comes(RoundEnded, until=ROUND_DAY)
    assert (ended.items, ended.reminders) == (0, 0)
    assert not await harness.comes(ReminderRequested, until=ROUND_DAY)


async def test_what_falls_due_after_the_hour_joins_the_next_day(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.until(berlin("2026-05-21 10:30"))
    await harness.receive(*invoices(issued, 2))
    assert not await harness.comes(ReminderRequested, until=berlin("2026-05-22 09:59"))
    asked = await harness.comes(ReminderRequested, until=berlin("2026-05-22 10:00"))
    assert items(asked) == [["inv_1", "inv_2"]]


async def test_steps_of_different_levels_meet_and_the_firmest_speaks(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    older, newer = invoices(issued, 2)
    older = issued_as(older, "inv_1", due_date=date(2026, 2, 19))
    await harness.receive(older, issued_as(newer, "inv_2", due_date=date(2026, 3, 2)))
    asked = await harness.comes(ReminderRequested, until=berlin("2026-03-05 12:00"))
    [together] = [reminder for reminder in asked if len(reminder.items) == 2]
    assert {item.template for item in together.items} == {"firm_reminder", "friendly_reminder"}
    assert (together.level, together.template) == (2, "firm_reminder")


async def test_a_tenant_may_want_one_message_for_each_invoice(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    policy = {"hour": "10:00", "wait_minutes": 15, "bundling": "per_invoice"}
    await console.put("/v1/contact-policy", json=policy, headers=ANY_VERSION)
    await harness.receive(*invoices(issued, 2))
    asked = await harness.comes(ReminderRequested, until=ROUND_DAY)
    assert items(asked) == [["inv_1"], ["inv_2"]]


async def test_a_tenant_may_write_as_soon_as_something_falls_due(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    policy = {"hour": None, "wait_minutes": 0}
    await console.put("/v1/contact-policy", json=policy, headers=ANY_VERSION)
    overdue = {"due_date": date(2026, 1, 15)}
    first, later = invoices(issued, 2, **overdue)
    await harness.receive(first)
    asked = await harness.comes(ReminderRequested, until=berlin("2026-02-02 09:00"))
    assert items(asked) == [["inv_1"]]
    await harness.receive(later)
    asked = await harness.comes(ReminderRequested, until=berlin("2026-02-02 09:01"))
    assert items(asked) == [["inv_1"], ["inv_2"]]


@pytest.mark.slow
async def test_more_than_fits_one_turn_follows_and_no_step_comes_twice(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(*invoices(issued, MOST_AT_ONCE + 10))
    await harness.until(ROUND_DAY)
    recorded = [
        each.envelope.event for each in await harness.command_runner.store.feed(START, 9999)
    ]
    asked = [event for event in recorded if isinstance(event, ReminderRequested)]
    due = [event.enrolment_id for event in recorded if isinstance(event, StepDue)]
    assert [len(reminder.items) for reminder in asked] == [MOST_AT_ONCE, 10]
    assert len(due) == len(set(due)) == MOST_AT_ONCE + 10


async def test_a_round_of_ten_times_as_many_items_asks_as_often_and_works_ten_times_as_much(
    worlds: Iterator[ServiceHarness], issued: InvoiceIssued
) -> None:
    few, many = [await work_of_a_round(next(worlds), invoices(issued, n)) for n in (20, 200)]
    assert few.total() > 1_000
    assert many.total() < 11 * few.total()
    for asked in ("read", "list_documents", "read_documents", "write"):
        assert many[f"MemoryTransaction.{asked}"] == few[f"MemoryTransaction.{asked}"]


async def work_of_a_round(harness: ServiceHarness, due: list[InvoiceIssued]) -> Counter[str]:
    await harness.receive(*due)
    await harness.until(berlin("2026-02-23 09:59"))
    with functions_called() as called:
        await harness.until(berlin("2026-02-23 10:00"))
    return called


@pytest.mark.servers
async def test_rounds_are_listed_with_what_came_of_them(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(*invoices(issued, 2, total=eur("1.00")))
    await office.until(ROUND_DAY)
    await office.catch_up()

    async def listed(**wanted: Any) -> list[dict[str, Any]]:
        answer = await acme.get("/v1/contact-rounds", params=wanted)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["data"])

    assert await listed(creditor="south") == []
    [ended] = await listed(state="ended", customer_id=CUSTOMER)
    assert (ended["planned_for"], ended["items"], ended["reminders"]) == (
        "2026-02-23T09:00:00Z",
        2,
        1,
    )
    [to_come] = await listed(state="planned")
    assert to_come["planned_for"] == "2026-03-02T09:00:00Z"
    shown = (await acme.get(f"/v1/contact-rounds/{ended['id']}")).json()
    assert shown == ended
