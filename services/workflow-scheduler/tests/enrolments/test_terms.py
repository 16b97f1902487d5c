"""An invoice in three terms: each is chased by itself, and what falls due on one day comes in one."""

from collections.abc import Sequence
from datetime import date

import pytest

from recoup_events.invoice import (
    Chase,
    InvoiceAmended,
    InvoiceCancelled,
    InvoiceChaseChanged,
    InvoiceIssued,
    Taken,
    schedule_of,
)
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    Outcome,
    ReminderRequested,
)
from recoup_testing.reminders_example import CUSTOMER, DUE, INVOICE, berlin, eur, paid, taken_back
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import cancelled

SCHEDULE = schedule_of(
    INVOICE,
    [(DUE, eur("20.00")), (date(2026, 4, 1), eur("30.00")), (date(2026, 5, 1), eur("50.00"))],
)
FIRST, SECOND, THIRD = (term.receivable_id for term in SCHEDULE)


@pytest.fixture
def in_terms(issued: InvoiceIssued) -> InvoiceIssued:
    return issued.model_copy(update={"terms": SCHEDULE})


def steps(asked: Sequence[ReminderRequested]) -> list[list[tuple[str, str]]]:
    return [[(item.receivable_id, item.step) for item in each.items] for each in asked]


async def test_each_term_has_steps_of_its_own(
    harness: ServiceHarness, in_terms: InvoiceIssued
) -> None:
    await harness.receive(in_terms)
    started = await harness.comes(EnrolmentStarted, until=harness.clock.now())
    assert [event.receivable_id for event in started] == [FIRST, SECOND, THIRD]
    assert {event.invoice_id for event in started} == {INVOICE}
    asked = await harness.comes(ReminderRequested, until=berlin("2026-03-25 12:00"))
    assert steps(asked) == [
        [(FIRST, "upcoming")],
        [(FIRST, "due_today")],
        [(FIRST, "friendly")],
        [(FIRST, "nudge")],
        [(FIRST, "firm")],
        [(SECOND, "upcoming")],
    ]


async def test_terms_whose_steps_fall_on_one_day_come_in_one_message(
    harness: ServiceHarness, in_terms: InvoiceIssued
) -> None:
    """The last reminder of the first, thirty days after, comes on the due date of the second."""
    await harness.receive(in_terms)
    asked = await harness.comes(ReminderRequested, until=berlin("2026-04-01 12:00"))
    assert steps(asked)[-1] == [(FIRST, "final_notice"), (SECOND, "due_today")]


async def test_a_paid_term_ends_and_the_others_go_on(
    harness: ServiceHarness, in_terms: InvoiceIssued
) -> None:
    await harness.receive(in_terms, paid("20.00", left="0.00"))
    [ended] = await harness.comes(EnrolmentEnded, until=harness.clock.now())
    assert (ended.receivable_id, ended.outcome) == (FIRST, Outcome.PAID)
    await harness.receive(taken_back("20.00", left="20.00"))
    *_, again = await harness.comes(EnrolmentStarted, until=harness.clock.now())
    assert (again.receivable_id, again.run, again.reason) == (FIRST, 2, "reopened")


async def test_what_changes_the_document_changes_all_of_them(
    harness: ServiceHarness, in_terms: InvoiceIssued
) -> None:
    named = {"invoice_id": INVOICE, "customer_id": CUSTOMER}
    ids = (FIRST, SECOND, THIRD)
    later = schedule_of(INVOICE, [(date(2026, m, 15), t.amount) for m, t in enumerate(SCHEDULE, 6)])
    await harness.receive(
        in_terms,
        InvoiceChaseChanged(**named, receivable_ids=ids, chase=Chase.ON_RELEASE),
        InvoiceAmended(
            **named,
            creditor_id=in_terms.creditor_id,
            number="R-1",
            terms=later,
            time_zone=in_terms.time_zone,
            reason="agreed",
        ),
    )
    assert await harness.comes(ReminderRequested, until=berlin("2026-06-01 12:00")) == []
    await harness.receive(InvoiceChaseChanged(**named, receivable_ids=ids, chase=Chase.NOW))
    asked = await harness.comes(ReminderRequested, until=berlin("2026-06-10 12:00"))
    assert steps(asked) == [[(FIRST, "upcoming")]]
    await harness.receive(
        InvoiceCancelled(
            **named,
            amount=eur("100.00"),
            terms=cancelled(later),
            effective_on=DUE,
            reason="typo",
        )
    )
    ended = await harness.comes(EnrolmentEnded, until=harness.clock.now())
    assert [(event.receivable_id, event.outcome) for event in ended] == [
        (id, Outcome.CANCELLED) for id in ids
    ]


async def test_what_was_done_before_it_came_was_about_the_terms_that_were_due(
    harness: ServiceHarness, in_terms: InvoiceIssued
) -> None:
    harness.clock.instant = berlin("2026-04-02 09:00")
    taken = Taken(level=2, last_contact_on=date(2026, 4, 1))
    await harness.receive(in_terms.model_copy(update={"taken": taken}))
    asked = await harness.comes(ReminderRequested, until=berlin("2026-05-01 12:00"))
    by_term = {
        id: [step for each in steps(asked) for i, step in each if i == id] for id in SCHEDULE_IDS
    }
    assert by_term[FIRST] == by_term[SECOND] == ["final_notice"]
    assert by_term[THIRD][0] == "upcoming"


SCHEDULE_IDS = (FIRST, SECOND, THIRD)
