from datetime import UTC, date, datetime, timedelta

import pytest

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import Ids
from payment_plan.plans.domain.reviewing import REVIEW
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
INVOICE = InvoiceId("inv_1")
PAYMENT = PaymentId("pay_1")
MINUTE = timedelta(minutes=1)

# Midnights in Berlin, whose clocks are one hour ahead of UTC until 29 March 2026, then two.
MARCH_28_BEGINS = datetime(2026, 3, 27, 23, tzinfo=UTC)
MARCH_29_BEGINS = datetime(2026, 3, 28, 23, tzinfo=UTC)
APRIL_1_BEGINS = datetime(2026, 3, 31, 22, tzinfo=UTC)
APRIL_30_BEGINS = datetime(2026, 4, 29, 22, tzinfo=UTC)


SLICES = (slice_of(INVOICE, eur(100_00)),)
MARCH = events.Instalment(due_on=date(2026, 3, 28), amount=eur(50_00))
APRIL = events.Instalment(due_on=date(2026, 4, 30), amount=eur(50_00))
AGREED = events.PlanAgreed(
    **IDS,
    creditor_id=CREDITOR,
    slices=SLICES,
    schedule=(MARCH, APRIL),
    time_zone="Europe/Berlin",
    grace_days=3,
)
COMPLETED = events.PlanCompleted(**IDS, slices=SLICES)
CANCELLED = events.PlanCancelled(**IDS, slices=SLICES, reason="Paid by a lawyer.")


def matched(cents: int, remaining: int) -> events.PlanPaymentMatched:
    return events.PlanPaymentMatched(
        **IDS,
        payment_id=PAYMENT,
        invoice_id=INVOICE,
        receivable_id=receivable_id_of(INVOICE, 0),
        amount=eur(cents),
        counted_on=date(2026, 3, 1),
        remaining=eur(remaining),
        allocation_id=AllocationId("alc_1"),
    )


def due(instalment: events.Instalment, open: int = 50_00) -> events.InstalmentDue:
    return events.InstalmentDue(**IDS, instalment=instalment, open=eur(open))


def missed(instalment: events.Instalment, open: int = 50_00) -> events.InstalmentMissed:
    return events.InstalmentMissed(**IDS, instalment=instalment, open=eur(open))


def broken(instalment: events.Instalment, remaining: int = 100_00) -> events.PlanBroken:
    return events.PlanBroken(**IDS, slices=SLICES, missed=instalment, remaining=eur(remaining))


def review(at: datetime) -> commands.ReviewPlan:
    return commands.ReviewPlan(at=at)


plan = Scenario(PLAN)


def woken_at(*history: events.PaymentPlanEvent) -> datetime | None:
    return PLAN.timers(plan.given(*history).state).get(REVIEW)


def test_an_instalment_is_due_when_its_day_begins_at_the_debtors() -> None:
    assert woken_at(AGREED) == MARCH_28_BEGINS
    plan.given(AGREED).when(review(MARCH_28_BEGINS - MINUTE)).then_nothing()
    plan.given(AGREED).when(review(MARCH_28_BEGINS)).then(due(MARCH))


def test_the_due_date_itself_is_not_late() -> None:
    assert woken_at(AGREED, due(MARCH)) == MARCH_29_BEGINS
    plan.given(AGREED, due(MARCH)).when(review(MARCH_29_BEGINS - MINUTE)).then_nothing()


def test_an_instalment_is_missed_when_its_day_has_ended() -> None:
    plan.given(AGREED, due(MARCH)).when(review(MARCH_29_BEGINS)).then(missed(MARCH))


def test_a_missed_instalment_has_days_of_grace_also_when_the_clocks_change() -> None:
    history = (AGREED, due(MARCH), missed(MARCH))
    assert woken_at(*history) == APRIL_1_BEGINS
    plan.given(*history).when(review(APRIL_1_BEGINS - MINUTE)).then_nothing()


def test_a_plan_is_broken_when_the_grace_has_passed() -> None:
    plan.given(AGREED, due(MARCH), missed(MARCH)).when(review(APRIL_1_BEGINS)).then(broken(MARCH))


def test_who_catches_up_within_the_grace_keeps_the_plan() -> None:
    history = (AGREED, due(MARCH), missed(MARCH), matched(50_00, 50_00))
    assert woken_at(*history) == APRIL_30_BEGINS
    plan.given(*history).when(review(APRIL_1_BEGINS)).then_nothing()


def test_who_catches_up_in_part_breaks_the_plan() -> None:
    history = (AGREED, due(MARCH), missed(MARCH), matched(49_99, 50_01))
    plan.given(*history).when(review(APRIL_1_BEGINS)).then(broken(MARCH, 50_01))


def test_what_was_paid_of_an_instalment_is_not_asked_for_again() -> None:
    plan.given(AGREED, matched(20_00, 80_00)).when(review(MARCH_29_BEGINS)).then(
        due(MARCH, 30_00), missed(MARCH, 30_00)
    )


def test_an_instalment_paid_early_never_falls_due() -> None:
    assert woken_at(AGREED, matched(50_00, 50_00)) == APRIL_30_BEGINS


def test_after_an_outage_everything_is_said_in_order_and_a_broken_plan_ends_it() -> None:
    plan.given(AGREED).when(review(APRIL_30_BEGINS)).then(due(MARCH), missed(MARCH), broken(MARCH))


def test_without_grace_a_missed_instalment_breaks_the_plan_at_once() -> None:
    strict = AGREED.model_copy(update={"grace_days": 0})
    plan.given(strict, due(MARCH)).when(review(MARCH_29_BEGINS)).then(missed(MARCH), broken(MARCH))


def test_a_payment_taken_back_after_the_grace_breaks_the_plan() -> None:
    taken_back = events.PlanPaymentUnmatched(
        **IDS,
        payment_id=PAYMENT,
        invoice_id=INVOICE,
        receivable_id=receivable_id_of(INVOICE, 0),
        amount=eur(50_00),
        remaining=eur(100_00),
        allocation_id=AllocationId("alc_1"),
    )
    history = (AGREED, due(MARCH), missed(MARCH), matched(50_00, 50_00), taken_back)
    assert woken_at(*history) == APRIL_1_BEGINS
    plan.given(*history).when(review(APRIL_30_BEGINS)).then(broken(MARCH))


@pytest.mark.parametrize("ending", [COMPLETED, CANCELLED, broken(MARCH)])
def test_a_plan_that_has_ended_sleeps(ending: events.PaymentPlanEvent) -> None:
    assert woken_at(AGREED, ending) is None


def test_no_plan_wants_no_review() -> None:
    assert woken_at() is None
