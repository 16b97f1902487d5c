from datetime import date

import pytest

from recoup_events.invoice import (
    Chase,
    InvoiceCancelled,
    InvoiceChaseChanged,
    InvoiceCredited,
    InvoiceIssued,
    PaymentApplied,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import WorkflowId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    Outcome,
    ReminderRequested,
)
from recoup_receivables.calendar import UnknownTimeZone
from recoup_testing.covered_slices import CREDITED
from recoup_testing.reminders_example import (
    ACME,
    CUSTOMER,
    DUE,
    FINAL,
    INVOICE,
    RECEIVABLE,
    WORKFLOW_ID,
    berlin,
    eur,
    paid,
    taken_back,
)
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import cancelled, issued_as, one_term
from workflow_scheduler.enrolments.domain.events import OwedChanged
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT, assignment_of
from workflow_scheduler.workflows.domain.commands import ChooseWorkflow, PublishWorkflow
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.workflow import WORKFLOW

PAID_IN_PART = paid("40.00", left="60.00")
TAKEN_BACK = taken_back("40.00", left="100.00")
PAID = paid("100.00", left="0.00")
CANCELLED = InvoiceCancelled(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    reason="typing error",
    amount=eur("100.00"),
    terms=cancelled(one_term(INVOICE, DUE, eur("100.00"))),
    effective_on=date(2026, 1, 20),
)
REOPENED = taken_back("40.00", left="40.00")
RELEASED, LEFT_ALONE = (
    InvoiceChaseChanged(
        invoice_id=INVOICE, receivable_ids=(RECEIVABLE,), customer_id=CUSTOMER, chase=chase
    )
    for chase in (Chase.NOW, Chase.NEVER)
)


async def choose(harness: ServiceHarness, workflow_id: WorkflowId) -> None:
    """Publish one step under this id and make it the tenant's default."""
    stream, assignment = WORKFLOW.stream(ACME, workflow_id, workflow_id), assignment_of(ACME)
    publish = PublishWorkflow(workflow_id=workflow_id, name="short", steps=(FINAL,))
    chosen = ChooseWorkflow(workflow_id=workflow_id, version=1, retired=False)
    async with harness.command_runner.work() as work:
        await work.lock([stream.account, assignment.account])
        await work.execute(WORKFLOW, stream, publish, harness.cause())
        await work.execute(ASSIGNMENT, assignment, chosen, harness.cause())


def outcomes(recorded: list[Event]) -> list[Outcome]:
    return [event.outcome for event in recorded if isinstance(event, EnrolmentEnded)]


async def test_an_invoice_is_put_on_the_built_in_workflow_when_it_is_heard_of(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    [started] = [f for f in await harness.recorded() if isinstance(f, EnrolmentStarted)]
    assert started.invoice_id == INVOICE
    assert started.workflow_id == DEFAULT_WORKFLOW.workflow_id
    assert await harness.command_runner.store.next_due() == berlin("2026-02-23 10:00")


async def test_an_invoice_is_put_on_the_workflow_the_tenant_chose(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await choose(harness, WORKFLOW_ID)
    await harness.receive(issued)
    [started] = [f for f in await harness.recorded() if isinstance(f, EnrolmentStarted)]
    assert (started.workflow_id, started.workflow_version) == (WORKFLOW_ID, 1)
    assert await harness.command_runner.store.next_due() == berlin("2026-03-16 10:00")


async def test_an_enrolment_keeps_its_steps_when_another_workflow_is_chosen(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await choose(harness, WORKFLOW_ID)
    await harness.receive(second)
    await harness.until(berlin("2026-03-02 12:00"))
    asked = [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]
    assert [(item.invoice_id, item.step) for f in asked for item in f.items] == [
        (INVOICE, "upcoming"),
        (INVOICE, "due_today"),
    ]


async def test_an_invoice_of_one_cent_is_chased_too(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued_as(issued, "inv_1", amount=eur("0.01")))
    await harness.until(berlin("2026-02-23 10:00"))
    [asked] = [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]
    assert asked.items[0].amount == eur("0.01")


@pytest.mark.parametrize("received", [PAID_IN_PART, CREDITED], ids=["payment", "credit"])
async def test_a_reminder_asks_for_what_is_still_owed(
    harness: ServiceHarness, issued: InvoiceIssued, received: PaymentApplied | InvoiceCredited
) -> None:
    await harness.receive(issued, received)
    await harness.until(berlin("2026-02-23 10:00"))
    [asked] = [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]
    assert asked.items[0].amount == received.balance


async def test_a_payment_taken_back_is_owed_again(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, PAID_IN_PART, TAKEN_BACK)
    noted = [f.balance for f in await harness.recorded() if isinstance(f, OwedChanged)]
    assert noted == [eur("60.00"), eur("100.00")]


async def test_a_paid_invoice_is_not_chased_any_more(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, PAID)
    assert outcomes(list(await harness.recorded())) == [Outcome.PAID]
    assert not await harness.comes(ReminderRequested, until=berlin("2026-12-31 12:00"))


async def test_a_cancelled_invoice_is_not_chased_any_more(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, CANCELLED)
    assert outcomes(list(await harness.recorded())) == [Outcome.CANCELLED]
    assert not await harness.comes(ReminderRequested, until=berlin("2026-12-31 12:00"))


async def test_a_reopened_invoice_is_chased_again_later_by_the_days_it_was_settled(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-06 09:00"))
    await harness.receive(PAID)
    await harness.until(berlin("2026-03-16 09:00"))
    await harness.receive(REOPENED)
    assert await harness.command_runner.store.next_due() == berlin("2026-03-19 10:00")


async def test_a_payment_right_behind_an_old_invoice_prevents_every_mail(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    harness.clock.instant = berlin("2026-05-21 09:59")
    await harness.receive(issued)
    await harness.until(berlin("2026-05-21 10:00"))
    await harness.receive(PAID)
    await harness.until(berlin("2026-12-31 12:00"))
    assert not [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]


async def test_an_invoice_that_waits_for_its_release_is_chased_from_then_on(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued.model_copy(update={"chase": Chase.ON_RELEASE}))
    await harness.until(berlin("2026-05-21 12:00"))
    assert not [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]
    await harness.receive(RELEASED)
    assert await harness.command_runner.store.next_due() == berlin("2026-05-22 10:00")


async def test_an_invoice_that_is_never_chased_is_not_chased_when_it_is_reopened(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, PAID, LEFT_ALONE, REOPENED)
    assert outcomes(list(await harness.recorded())) == [Outcome.PAID]
    assert not await harness.comes(ReminderRequested, until=berlin("2026-12-31 12:00"))


async def test_an_invoice_without_a_calendar_is_refused_to_be_looked_at(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    with pytest.raises(UnknownTimeZone):
        await harness.receive(issued.model_copy(update={"time_zone": "Mars/Olympus"}))
    assert await harness.recorded() == []


async def test_what_is_heard_of_an_invoice_that_was_set_aside_changes_nothing(
    harness: ServiceHarness,
) -> None:
    await harness.receive(PAID_IN_PART, PAID, REOPENED, CANCELLED)
    assert await harness.recorded() == []
