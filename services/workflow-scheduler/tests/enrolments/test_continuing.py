"""What continues a receivable is chased on from where that one stood."""

from collections.abc import Sequence
from datetime import date

import pytest
from httpx import AsyncClient

from recoup_events.dispute import DisputeMoved
from recoup_events.invoice import CustomerRegistered, InvoiceContinued, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import InvoiceId, receivable_id_of
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    Outcome,
    ReminderRequested,
    RunReason,
    StepDue,
    TaskClosed,
    TaskCreated,
)
from recoup_testing.covered_slices import DISPUTE, OPENED
from recoup_testing.reminders_example import (
    ACCOUNT,
    CUSTOMER,
    ENROLMENT_ID,
    RECEIVABLE,
    berlin,
    eur,
    paid,
    taken_back,
)
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import continued_as, slice_of
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.ids import enrolment_id

RESIDUAL = InvoiceId("inv_9")
CONTINUING = receivable_id_of(RESIDUAL, 0)
PAID = paid("40.00", left="60.00")
MOVED = DisputeMoved(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    before=OPENED.slices,
    slices=(slice_of(RESIDUAL, OPENED.slices[0].amount),),
)
REMINDED = berlin("2026-03-06 12:00")
LATER = berlin("2026-03-20 12:00")
Residual = tuple[InvoiceContinued, InvoiceIssued]


@pytest.fixture
def residual(issued: InvoiceIssued) -> Residual:
    """That the first invoice is continued, and the one over the 60 EUR that are left of it."""
    return continued_as(issued, RESIDUAL, eur("60.00"), number="R-9", issue_date=date(2026, 3, 6))


@pytest.fixture
async def reminded(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> ServiceHarness:
    """The day after the friendly reminder; 40 EUR are paid by then."""
    await harness.receive(registered, issued, PAID)
    await harness.until(REMINDED)
    return harness


async def continuing(harness: ServiceHarness) -> Enrolment:
    async with harness.command_runner.work() as work:
        return enrolled(await work.state(ENROLMENT, enrolment_of(ACCOUNT, CONTINUING)))


def steps(recorded: Sequence[Event]) -> list[str]:
    return [event.step for event in recorded if isinstance(event, StepDue)]


async def test_no_step_is_repeated_and_none_is_left_out(
    reminded: ServiceHarness, residual: Residual
) -> None:
    await reminded.receive(*residual)
    await reminded.until(LATER)
    recorded = await reminded.recorded()
    assert steps(recorded) == ["upcoming", "due_today", "friendly", "nudge", "firm"]
    ended = [event for event in recorded if isinstance(event, EnrolmentEnded)]
    assert [(event.receivable_id, event.outcome) for event in ended] == [
        (RECEIVABLE, Outcome.CONTINUED)
    ]
    started = [event for event in recorded if isinstance(event, EnrolmentStarted)]
    assert [event.reason for event in started] == [RunReason.ISSUED, RunReason.CONTINUED]
    asked = [event for event in recorded if isinstance(event, ReminderRequested)]
    assert [(item.receivable_id, item.amount) for item in asked[-1].items] == [
        (CONTINUING, eur("60.00"))
    ]


async def test_what_was_loaded_as_reminded_is_not_reminded_mildly_again(
    reminded: ServiceHarness, residual: Residual
) -> None:
    await reminded.until(LATER)
    await reminded.receive(*residual)
    first = await continuing(reminded)
    assert first.planned is not None
    assert (first.planned.step, first.taken) == ("call", 5)


@pytest.mark.parametrize("amount", [None, {"amount": "20.00", "currency": "EUR"}])
async def test_what_a_person_holds_is_held_on(
    reminded: ServiceHarness,
    residual: Residual,
    console: AsyncClient,
    amount: dict[str, str] | None,
) -> None:
    body = {"reason": "The lorry is late."} | ({} if amount is None else {"amount": amount})
    path = f"/v1/enrolments/{ENROLMENT_ID}/pause"
    answer = await console.post(path, json=body, headers={"If-Match": "*"})
    assert answer.is_success, answer.text
    await reminded.receive(*residual)
    enrolment = await continuing(reminded)
    assert enrolment.chased == (eur("0.00") if amount is None else eur("40.00"))
    (pause,) = enrolment.pauses
    assert pause.reason == "The lorry is late."


async def test_the_days_stood_still_are_not_lost(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    residual: Residual,
) -> None:
    whole = OPENED.model_copy(update={"slices": (slice_of(issued.invoice_id, eur("60.00")),)})
    await harness.receive(registered, issued, PAID)
    await harness.until(REMINDED)
    await harness.receive(whole)
    await harness.until(LATER)
    moved = MOVED.model_copy(
        update={"before": whole.slices, "slices": (slice_of(RESIDUAL, eur("60.00")),)}
    )
    await harness.receive(*residual, moved)
    enrolment = await continuing(harness)
    assert (enrolment.runs, enrolment.stood_days) == (False, 14)
    await harness.until(berlin("2026-04-30 12:00"))
    assert steps(await harness.recorded()) == ["upcoming", "due_today", "friendly"]


async def test_what_has_come_to_its_end_does_not_begin_anew(
    reminded: ServiceHarness, residual: Residual, console: AsyncClient
) -> None:
    path = f"/v1/enrolments/{ENROLMENT_ID}/stop"
    body = {"reason": "Given to an agency."}
    assert (await console.post(path, json=body, headers={"If-Match": "*"})).is_success
    await reminded.receive(*residual)
    enrolment = await continuing(reminded)
    assert (enrolment.outcome, enrolment.reason) == (Outcome.STOPPED, "Given to an agency.")
    assert enrolment.planned is None


async def test_a_call_that_is_still_to_be_made_is_about_what_continues_it(
    reminded: ServiceHarness, residual: Residual
) -> None:
    await reminded.until(berlin("2026-03-24 12:00"))
    await reminded.receive(*residual)
    recorded = await reminded.recorded()
    old, new = [event for event in recorded if isinstance(event, TaskCreated)]
    assert (new.script, new.receivable_id) == (old.script, CONTINUING)
    assert new.enrolment_id == enrolment_id(ACCOUNT.tenant, CONTINUING)
    (closed,) = [event for event in recorded if isinstance(event, TaskClosed)]
    assert (closed.task_id, closed.reason) == (old.task_id, "continued")


async def test_what_is_owed_again_on_the_first_does_not_start_it_anew(
    reminded: ServiceHarness, residual: Residual
) -> None:
    continued, issued = residual
    back = taken_back("40.00", left="40.00")
    await reminded.receive(continued, issued, back, continued)
    async with reminded.command_runner.work() as work:
        first = enrolled(await work.state(ENROLMENT, enrolment_of(ACCOUNT, RECEIVABLE)))
    assert (first.outcome, first.balance) == (Outcome.CONTINUED, eur("0.00"))
