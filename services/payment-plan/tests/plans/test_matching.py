from datetime import UTC, date, datetime

import pytest

from payment_plan.plans.domain import commands, errors
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import Ids
from recoup_events import payment_plan as events
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlanId,
    receivable_id_of,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario
from recoup_testing.terms import slice_of

IDS: Ids = {"plan_id": PlanId("pln_1"), "customer_id": CustomerId("cus_1")}
FIRST, SECOND, ANOTHER = InvoiceId("inv_1"), InvoiceId("inv_2"), InvoiceId("inv_3")
PAYMENT = PaymentId("pay_1")
PAID_ON = date(2026, 3, 1)
AFTER_MIDNIGHT_IN_BERLIN = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
WHY = "Part of it was bent."


MARCH = events.Instalment(due_on=date(2026, 3, 2), amount=eur(50_00))
APRIL = events.Instalment(due_on=date(2026, 4, 2), amount=eur(50_00))
SLICES = (slice_of(FIRST, eur(60_00)), slice_of(SECOND, eur(40_00)))
AGREED = events.PlanAgreed(
    **IDS,
    creditor_id=CREDITOR,
    slices=SLICES,
    schedule=(MARCH, APRIL),
    time_zone="Europe/Berlin",
    grace_days=3,
)
COMPLETED = events.PlanCompleted(**IDS, slices=SLICES)
BROKEN = events.PlanBroken(**IDS, slices=SLICES, missed=MARCH, remaining=eur(100_00))
CANCELLED = events.PlanCancelled(**IDS, slices=SLICES, reason=WHY)
CANCEL = commands.CancelPlan(reason=WHY)


def pay(cents: int, invoice: InvoiceId = FIRST) -> commands.MatchPayment:
    return commands.MatchPayment(
        payment_id=PAYMENT,
        invoice_id=invoice,
        receivable_id=receivable_id_of(invoice, 0),
        amount=eur(cents),
        paid_on=PAID_ON,
        at=AFTER_MIDNIGHT_IN_BERLIN,
        allocation_id=AllocationId("alc_1"),
    )


def take_back(remaining: int = 0, allocation: str = "alc_1") -> commands.UnmatchPayment:
    return commands.UnmatchPayment(
        payment_id=PAYMENT,
        invoice_id=FIRST,
        receivable_id=receivable_id_of(FIRST, 0),
        allocation_id=AllocationId(allocation),
        remaining=eur(remaining),
    )


def owe(cents: int, invoice: InvoiceId = FIRST) -> commands.ReducePlan:
    return commands.ReducePlan(
        invoice_id=invoice,
        receivable_id=receivable_id_of(invoice, 0),
        owed=eur(cents),
        reason=WHY,
        at=AFTER_MIDNIGHT_IN_BERLIN,
    )


def matched(cents: int, remaining: int, invoice: InvoiceId = FIRST) -> events.PlanPaymentMatched:
    return events.PlanPaymentMatched(
        **IDS,
        payment_id=PAYMENT,
        invoice_id=invoice,
        receivable_id=receivable_id_of(invoice, 0),
        amount=eur(cents),
        counted_on=PAID_ON,
        remaining=eur(remaining),
        allocation_id=AllocationId("alc_1"),
    )


def unmatched(cents: int, remaining: int) -> events.PlanPaymentUnmatched:
    return events.PlanPaymentUnmatched(
        **IDS,
        payment_id=PAYMENT,
        invoice_id=FIRST,
        receivable_id=receivable_id_of(FIRST, 0),
        amount=eur(cents),
        remaining=eur(remaining),
        allocation_id=AllocationId("alc_1"),
    )


def reduced(
    cents: int, remaining: int, schedule: tuple[int, int], invoice: InvoiceId = FIRST
) -> events.PlanReduced:
    return events.PlanReduced(
        **IDS,
        invoice_id=invoice,
        receivable_id=receivable_id_of(invoice, 0),
        amount=eur(cents),
        counted_on=date(2026, 3, 10),
        schedule=tuple(
            each.model_copy(update={"amount": eur(amount)})
            for each, amount in zip((MARCH, APRIL), schedule, strict=True)
        ),
        remaining=eur(remaining),
        reason=WHY,
    )


def paid(instalment: events.Instalment, on: date = PAID_ON) -> events.InstalmentPaid:
    return events.InstalmentPaid(**IDS, instalment=instalment, paid_on=on)


plan = Scenario(PLAN)
running = plan.given(AGREED)


def test_a_part_payment_leaves_the_instalment_open() -> None:
    running.when(pay(49_99)).then(matched(49_99, 50_01))


def test_an_instalment_is_paid_when_it_is_filled() -> None:
    running.when(pay(50_00)).then(matched(50_00, 50_00), paid(MARCH))


def test_what_is_paid_too_much_goes_to_the_next_instalment() -> None:
    half = plan.given(AGREED, matched(60_00, 40_00), paid(MARCH))
    half.when(pay(40_00, SECOND)).then(matched(40_00, 0, SECOND), paid(APRIL), COMPLETED)


def test_one_payment_may_fill_several_instalments_and_complete_the_plan() -> None:
    nearly = plan.given(AGREED, matched(40_00, 60_00, SECOND))
    nearly.when(pay(60_00)).then(matched(60_00, 0), paid(MARCH), paid(APRIL), COMPLETED)


def moved(cents: int) -> events.PlanSliceMoved:
    return events.PlanSliceMoved(
        **IDS,
        invoice_id=FIRST,
        receivable_id=receivable_id_of(FIRST, 0),
        taken_from=slice_of(SECOND, eur(cents)),
    )


def test_what_exceeds_the_slice_of_an_invoice_is_covered_instead_of_a_part_of_another() -> None:
    running.when(pay(75_00)).then(moved(15_00), matched(75_00, 25_00), paid(MARCH))


def test_a_slice_that_is_paid_takes_what_the_others_wait_for() -> None:
    rest = plan.given(AGREED, matched(60_00, 40_00), paid(MARCH))
    rest.when(pay(50_00)).then(moved(40_00), matched(40_00, 0), paid(APRIL), COMPLETED)


def test_more_than_the_plan_waits_for_is_not_the_plans() -> None:
    nothing_left = plan.given(AGREED, matched(60_00, 40_00), matched(40_00, 0, SECOND))
    nothing_left.when(pay(1)).then_nothing()


def test_a_payment_on_an_invoice_that_is_not_covered_is_not_the_plans() -> None:
    running.when(pay(10_00, ANOTHER)).then_nothing()


def test_money_that_is_ahead_of_its_value_date_counts_from_its_booking() -> None:
    """It is booked on 10 March in Berlin and counts on the statement from 20 March: nobody is chased for it."""
    ahead = pay(10_00).model_copy(update={"paid_on": date(2026, 3, 20)})
    from_booking = matched(10_00, 90_00).model_copy(update={"counted_on": date(2026, 3, 10)})
    running.when(ahead).then(from_booking)


def test_a_payment_taken_back_is_expected_again() -> None:
    state = (
        plan.given(AGREED, matched(50_00, 50_00), paid(MARCH))
        .when(take_back())
        .then(unmatched(50_00, 100_00))
    )
    assert PLAN.timers(state) == PLAN.timers(running.state)


def test_a_payment_that_came_in_two_parts_is_taken_back_as_one() -> None:
    both = plan.given(AGREED, matched(10_00, 90_00), matched(5_00, 85_00))
    both.when(take_back()).then(unmatched(15_00, 100_00))


def test_a_payment_that_never_counted_cannot_be_taken_back() -> None:
    plan.given(AGREED, matched(10_00, 90_00)).when(take_back(allocation="alc_2")).then_nothing()


def test_what_is_taken_off_in_part_is_expected_again_in_part_and_once() -> None:
    given = plan.given(AGREED, matched(40_00, 60_00))
    given.when(take_back(remaining=25_00)).then(unmatched(15_00, 75_00))
    again = plan.given(AGREED, matched(40_00, 60_00), unmatched(15_00, 75_00))
    again.when(take_back(remaining=25_00)).then_nothing()
    again.when(take_back()).then(unmatched(25_00, 100_00))


def test_a_credit_first_takes_what_the_plan_does_not_cover() -> None:
    running.when(owe(60_00)).then_nothing()


def test_a_plan_never_expects_more_than_is_owed() -> None:
    """March was over on that day, and stays as it was agreed."""
    running.when(owe(45_00)).then(reduced(15_00, 85_00, (50_00, 35_00)))


def test_a_running_plan_may_be_cancelled() -> None:
    running.when(CANCEL).then(CANCELLED)


@pytest.mark.parametrize("command", [pay(1), take_back(), owe(0), CANCEL])
def test_what_was_cancelled_stays_so(command: commands.PlanCommand) -> None:
    plan.given(AGREED, CANCELLED).when(command).then_refused(errors.PlanRefused)


completed = plan.given(AGREED, matched(100_00, 0), paid(MARCH), paid(APRIL), COMPLETED)


def test_money_that_completed_a_plan_and_is_taken_back_makes_it_run_again() -> None:
    """What is not due yet by what was agreed is not chased because a bank has returned money."""
    reopened = events.PlanReopened(**IDS, creditor_id=CREDITOR, slices=SLICES, remaining=eur(50_00))
    state = completed.when(take_back(50_00)).then(unmatched(50_00, 50_00), reopened)
    assert PLAN.timers(state)


def test_a_completed_plan_waits_for_nothing_and_is_not_cancelled() -> None:
    completed.when(pay(1)).then_nothing()
    completed.when(owe(0)).then_nothing()
    completed.when(take_back(allocation="alc_2")).then_nothing()
    completed.when(CANCEL).then_refused(errors.PlanRefused)


@pytest.mark.parametrize("command", [pay(1), take_back(), owe(0), CANCEL])
def test_what_was_never_agreed_is_not_kept(command: commands.PlanCommand) -> None:
    plan.given().when(command).then_refused(errors.PlanRefused)
