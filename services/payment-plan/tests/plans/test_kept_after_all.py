"""An instalment is kept by the day on which its money counts, not by that on which it was booked."""

from datetime import UTC, date, datetime, timedelta

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import Ids, Plan, PlanState
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
DUE = date(2026, 3, 2)
DAYS = [DUE, date(2026, 4, 2), date(2026, 5, 2)]
MARCH, APRIL, MAY = (events.Instalment(due_on=day, amount=eur(200_00)) for day in DAYS)
SLICES = (slice_of(INVOICE, eur(600_00)),)
AGREED = events.PlanAgreed(
    **IDS,
    creditor_id=CREDITOR,
    slices=SLICES,
    schedule=(MARCH, APRIL, MAY),
    time_zone="Europe/Berlin",
    grace_days=3,
)
DUE_NOW = events.InstalmentDue(**IDS, instalment=MARCH, open=eur(200_00))
MISSED = events.InstalmentMissed(**IDS, instalment=MARCH, open=eur(200_00))
BROKEN = events.PlanBroken(**IDS, slices=SLICES, missed=MARCH, remaining=eur(600_00))
SIX_DAYS_LATER = datetime(2026, 3, 8, 9, tzinfo=UTC)
plan = Scenario(PLAN)
broken = plan.given(AGREED, DUE_NOW, MISSED, BROKEN)


def pay(
    cents: int, on: date, at: datetime = SIX_DAYS_LATER, allocation: str = "alc_1"
) -> commands.MatchPayment:
    return commands.MatchPayment(
        payment_id=PaymentId("pay_1"),
        invoice_id=INVOICE,
        receivable_id=receivable_id_of(INVOICE, 0),
        amount=eur(cents),
        paid_on=on,
        at=at,
        allocation_id=AllocationId(allocation),
    )


def matched(
    cents: int, remaining: int, on: date, allocation: str = "alc_1"
) -> events.PlanPaymentMatched:
    return events.PlanPaymentMatched(
        **IDS,
        payment_id=PaymentId("pay_1"),
        invoice_id=INVOICE,
        receivable_id=receivable_id_of(INVOICE, 0),
        amount=eur(cents),
        counted_on=on,
        remaining=eur(remaining),
        allocation_id=AllocationId(allocation),
    )


def reinstated(remaining: int, *anew: date) -> events.PlanReinstated:
    return events.PlanReinstated(
        **IDS,
        slices=SLICES,
        missed=MARCH,
        broken_on=date(2026, 3, 6),
        judged_anew=anew,
        remaining=eur(remaining),
    )


def paid(on: date) -> events.InstalmentPaid:
    return events.InstalmentPaid(**IDS, instalment=MARCH, paid_on=on)


def test_money_of_the_day_that_is_booked_six_days_later_makes_a_broken_plan_run_again() -> None:
    after = broken.when(pay(200_00, DUE)).then(
        matched(200_00, 400_00, DUE), paid(DUE), reinstated(400_00, DUE)
    )
    assert isinstance(after, Plan)
    assert (after.state, after.missed) == (PlanState.RUNNING, frozenset())
    assert PLAN.timers(after)


def test_money_within_the_grace_keeps_the_plan_though_its_instalment_was_missed() -> None:
    day = DUE + timedelta(days=3)
    broken.when(pay(200_00, day)).then(matched(200_00, 400_00, day), paid(day), reinstated(400_00))


def test_money_that_counts_too_late_is_counted_and_the_plan_stays_broken() -> None:
    day = DUE + timedelta(days=4)
    after = broken.when(pay(200_00, day)).then(matched(200_00, 400_00, day), paid(day))
    assert isinstance(after, Plan)
    assert (after.state, PLAN.timers(after)) == (PlanState.BROKEN, {})


def test_two_parts_booked_one_after_the_other_keep_it_together() -> None:
    half = matched(100_00, 500_00, DUE)
    broken.when(pay(100_00, DUE)).then(half)
    plan.given(AGREED, DUE_NOW, MISSED, BROKEN, half).when(
        pay(100_00, DUE, allocation="alc_2")
    ).then(matched(100_00, 400_00, DUE, "alc_2"), paid(DUE), reinstated(400_00, DUE))


def test_what_is_booked_once_the_next_is_missed_too_late_leaves_it_broken() -> None:
    in_may = datetime(2026, 5, 1, 9, tzinfo=UTC)
    broken.when(pay(200_00, DUE, in_may)).then(matched(200_00, 400_00, DUE), paid(DUE))


def test_all_of_it_in_time_completes_the_plan() -> None:
    moves = PLAN.decide(pay(600_00, DUE), broken.state)
    assert isinstance(moves[-2], events.PlanReinstated)
    assert isinstance(moves[-1], events.PlanCompleted)


def test_money_that_never_was_does_not_count() -> None:
    given = plan.given(AGREED, DUE_NOW, MISSED, BROKEN, matched(100_00, 500_00, DUE))
    take_back = commands.UnmatchPayment(
        payment_id=PaymentId("pay_1"),
        invoice_id=INVOICE,
        receivable_id=receivable_id_of(INVOICE, 0),
        allocation_id=AllocationId("alc_1"),
        remaining=eur(0),
    )
    (unmatched,) = PLAN.decide(take_back, given.state)
    after = PLAN.evolve(given.state, unmatched)
    assert isinstance(after, Plan)
    assert (after.state, after.settled) == (PlanState.BROKEN, eur(0))
