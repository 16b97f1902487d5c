"""A moved due date and a customer who moved: what is to come follows, what was taken stands."""

from datetime import date, datetime

from recoup_events.invoice import (
    CustomerDetailsChanged,
    CustomerKind,
    CustomerRegistered,
    InvoiceAmended,
    InvoiceIssued,
)
from recoup_events.workflow_scheduler import StepDue
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import BERLIN, CUSTOMER, INVOICE, berlin, eur
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import one_term

MOVED = CustomerDetailsChanged(
    customer_id=CUSTOMER,
    name="Bolts Ltd",
    kind=CustomerKind.ENTITY,
    country="GB",
    time_zone="Europe/London",
    language="en",
    persons=(),
)


def amended(due_date: str) -> InvoiceAmended:
    return InvoiceAmended(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        number="R-1",
        terms=one_term(INVOICE, date.fromisoformat(due_date), eur("100.00")),
        time_zone=BERLIN,
        reason="agreed by telephone",
    )


async def taken(harness: ServiceHarness, until: str) -> list[tuple[str, datetime]]:
    due = await harness.comes(StepDue, until=berlin(until))
    return [(event.step, event.planned_for) for event in due]


async def test_a_later_due_date_moves_what_is_to_come(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, amended("2026-04-01"))
    assert await taken(harness, "2026-04-05 12:00") == [
        ("upcoming", berlin("2026-03-25 10:00")),
        ("due_today", berlin("2026-04-01 10:00")),
        ("friendly", berlin("2026-04-04 10:00")),
    ]


async def test_an_earlier_due_date_lets_it_enter_where_it_is_due_by_then(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, amended("2026-01-15"))
    assert await taken(harness, "2026-02-06 12:00") == [
        ("friendly", berlin("2026-02-02 10:00")),
        ("nudge", berlin("2026-02-06 10:00")),
    ]


async def test_what_was_taken_keeps_its_distance_whatever_the_due_date(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-06 12:00"))
    await harness.receive(amended("2025-12-01"))
    assert (await taken(harness, "2026-03-16 12:00"))[2:] == [
        ("friendly", berlin("2026-03-05 10:00")),
        ("nudge", berlin("2026-03-09 10:00")),
        ("firm", berlin("2026-03-16 10:00")),
    ]


async def test_who_moved_is_written_to_by_the_clock_of_the_new_place(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    await harness.receive(registered, issued, MOVED)
    [upcoming] = await taken(harness, "2026-02-23 12:00")
    assert upcoming == ("upcoming", berlin("2026-02-23 11:00"))


async def test_details_that_leave_the_days_alone_change_nothing(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    await harness.receive(registered, issued)
    before = await harness.recorded()
    await harness.receive(MOVED.model_copy(update={"time_zone": BERLIN, "country": "DE"}))
    assert await harness.recorded() == before
