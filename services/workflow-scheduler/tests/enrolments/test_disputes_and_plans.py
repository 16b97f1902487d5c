import pytest

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import PlanBroken, PlanReinstated
from recoup_events.workflow_scheduler import (
    EnrolmentPaused,
    EnrolmentResumed,
    PauseCause,
    ReminderRequested,
)
from recoup_testing.covered_slices import (
    AGREED,
    CREDITED,
    DISPUTE,
    FAILED,
    MATCHED,
    OF_SECOND,
    OPENED,
    OVER,
    PAID,
    PARTLY_UPHELD,
    UPHELD,
)
from recoup_testing.reminders_example import (
    ACCOUNT,
    DUE,
    INVOICE,
    RECEIVABLE,
    berlin,
    eur,
    taken_back,
)
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment


def name(event: Event) -> str:
    return type(event).__name__


async def chased_and_paused(harness: ServiceHarness) -> tuple[Money, list[Money | None]]:
    async with harness.command_runner.work() as work:
        enrolment = await work.state(ENROLMENT, enrolment_of(ACCOUNT, RECEIVABLE))
    assert isinstance(enrolment, Enrolment)
    return enrolment.chased, [pause.amount for pause in enrolment.pauses]


async def test_a_disputed_slice_is_not_chased_and_the_rest_is(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, OPENED)
    await harness.until(berlin("2026-02-23 10:00"))
    [asked] = [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]
    assert asked.items[0].amount == eur("70.00")


async def test_a_dispute_and_a_plan_together_may_leave_nothing_to_chase(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, OPENED, AGREED)
    paused = [f for f in await harness.recorded() if isinstance(f, EnrolmentPaused)]
    assert [(f.cause, f.invoice_id, f.chased) for f in paused] == [
        (PauseCause.DISPUTE, INVOICE, eur("70.00")),
        (PauseCause.PLAN, INVOICE, eur("0.00")),
        (PauseCause.PLAN, OF_SECOND.invoice_id, eur("0.00")),
    ]
    assert not await harness.comes(ReminderRequested, until=berlin("2026-12-31 12:00"))


@pytest.mark.parametrize("failed", FAILED, ids=name)
async def test_the_slice_of_a_dispute_that_failed_is_chased_again(
    harness: ServiceHarness, issued: InvoiceIssued, failed: Event
) -> None:
    await harness.receive(issued, OPENED, failed)
    [resumed] = [f for f in await harness.recorded() if isinstance(f, EnrolmentResumed)]
    assert (resumed.cause_id, resumed.chased) == (DISPUTE, eur("100.00"))


async def test_a_credit_on_its_way_is_not_chased(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, OPENED, UPHELD)
    assert await chased_and_paused(harness) == (eur("70.00"), [eur("30.00")])


async def test_of_a_dispute_upheld_in_part_the_rest_is_chased_at_once(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, OPENED, PARTLY_UPHELD)
    assert await chased_and_paused(harness) == (eur("90.00"), [eur("10.00")])
    await harness.receive(CREDITED)
    assert await chased_and_paused(harness) == (eur("90.00"), [])


async def test_a_credit_of_nothing_is_not_waited_for(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    nothing = CREDITED.model_copy(update={"amount": eur("0.00"), "balance": eur("100.00")})
    await harness.receive(issued, OPENED, UPHELD, nothing)
    assert await chased_and_paused(harness) == (eur("100.00"), [])


async def test_a_payment_the_plan_expected_leaves_the_rest_chased_as_before(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, AGREED, PAID, MATCHED)
    assert await chased_and_paused(harness) == (eur("30.00"), [eur("40.00")])


async def test_a_payment_the_plan_expected_and_that_was_taken_back_is_expected_again_at_once(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, AGREED, PAID, MATCHED, taken_back("30.00", left="100.00"))
    assert await chased_and_paused(harness) == (eur("30.00"), [eur("70.00")])


@pytest.mark.parametrize("over", OVER, ids=name)
async def test_the_slices_of_a_plan_that_is_over_are_chased_again(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued, over: Event
) -> None:
    await harness.receive(issued, second, AGREED)
    await harness.until(berlin("2026-02-12 09:00"))
    await harness.receive(over)
    resumed = [f for f in await harness.recorded() if isinstance(f, EnrolmentResumed)]
    assert [(f.invoice_id, f.chased) for f in resumed] == [
        (INVOICE, eur("100.00")),
        (OF_SECOND.invoice_id, eur("100.00")),
    ]


async def test_a_dispute_heard_of_before_its_invoice_still_pauses_it(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(OPENED, issued)
    await harness.until(berlin("2026-02-23 10:00"))
    [asked] = [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]
    assert asked.items[0].amount == eur("70.00")


async def test_a_plan_that_was_kept_after_all_is_left_out_again(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    broken = next(each for each in OVER if isinstance(each, PlanBroken))
    back = PlanReinstated(
        plan_id=broken.plan_id,
        customer_id=broken.customer_id,
        slices=broken.slices,
        missed=broken.missed,
        broken_on=DUE,
        remaining=broken.remaining,
    )
    await harness.receive(issued, second, AGREED)
    before = await chased_and_paused(harness)
    await harness.receive(broken)
    assert await chased_and_paused(harness) == (eur("100.00"), [])
    await harness.receive(back)
    assert await chased_and_paused(harness) == before
