"""What is credited inside a plan lowers the instalments that are ahead; somebody goes on paying."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import NOTHING, Ids, Plan, PlanState
from recoup_events import payment_plan as events
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlanId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money, total
from recoup_testing.creditors import CREDITOR
from recoup_testing.terms import slice_of

IDS: Ids = {"plan_id": PlanId("pln_1"), "customer_id": CustomerId("cus_1")}
INVOICE = InvoiceId("inv_1")
TERM = receivable_id_of(INVOICE, 0)
DAYS = [date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 2)]
IN_FEBRUARY = datetime(2026, 2, 20, 9, tzinfo=UTC)
SIX_DAYS_LATER = datetime(2026, 3, 8, 9, tzinfo=UTC)


def agreed(how: events.CreditsLower, *amounts: int, currency: str = "EUR") -> Plan:
    money = [Money(minor_units=each, currency=currency) for each in amounts]
    covered = total(money, currency)
    state = PLAN.evolve(
        NOTHING,
        events.PlanAgreed(
            **IDS,
            creditor_id=CREDITOR,
            slices=(slice_of(INVOICE, covered),),
            schedule=tuple(
                events.Instalment(due_on=day, amount=each)
                for day, each in zip(DAYS, money, strict=False)
            ),
            time_zone="Europe/Berlin",
            grace_days=3,
            credits_lower=how,
        ),
    )
    assert isinstance(state, Plan)
    return state


def after(plan: Plan, *asked: commands.PlanCommand) -> Plan:
    for command in asked:
        for event in PLAN.decide(command, plan):
            state = PLAN.evolve(plan, event)
            assert isinstance(state, Plan)
            plan = state
    return plan


def owe(cents: int, at: datetime = IN_FEBRUARY, on: date | None = None) -> commands.ReducePlan:
    return commands.ReducePlan(
        invoice_id=INVOICE,
        receivable_id=TERM,
        owed=Money(minor_units=cents, currency="EUR"),
        counts_on=on,
        reason="The dispute was upheld.",
        at=at,
    )


def pay(cents: int, on: date, at: datetime) -> commands.MatchPayment:
    return commands.MatchPayment(
        payment_id=PaymentId("pay_1"),
        allocation_id=AllocationId("alc_1"),
        invoice_id=INVOICE,
        receivable_id=TERM,
        amount=Money(minor_units=cents, currency="EUR"),
        paid_on=on,
        at=at,
    )


def amounts(plan: Plan) -> list[int]:
    return [each.amount.minor_units for each in plan.schedule]


def test_it_is_spread_over_all_that_is_ahead_to_the_cent() -> None:
    plan = after(agreed(events.CreditsLower.SPREAD, 200_00, 200_00, 200_00), owe(400_00))
    assert amounts(plan) == [133_33, 133_33, 133_34]


def test_or_the_last_ones_are_lower_and_the_next_comes_as_agreed() -> None:
    plan = after(agreed(events.CreditsLower.LAST_FIRST, 200_00, 200_00, 200_00), owe(300_00))
    assert amounts(plan) == [200_00, 100_00, 0]


@pytest.mark.parametrize("how", sorted(events.CreditsLower))
def test_what_is_paid_of_an_instalment_is_not_credited(how: events.CreditsLower) -> None:
    plan = agreed(how, 200_00, 200_00)
    plan = after(plan, pay(200_00, DAYS[0], IN_FEBRUARY), owe(50_00))
    assert amounts(plan) == [200_00, 50_00]


def test_an_instalment_that_was_over_stays_owed_as_it_was_agreed() -> None:
    plan = agreed(events.CreditsLower.SPREAD, 200_00, 200_00, 200_00)
    plan = after(plan, commands.ReviewPlan(at=datetime(2026, 3, 3, 9, tzinfo=UTC)))
    plan = after(plan, owe(400_00, datetime(2026, 3, 4, 9, tzinfo=UTC)))
    assert amounts(plan) == [200_00, 100_00, 100_00]


def test_what_is_credited_beyond_all_that_is_ahead_fills_what_was_over() -> None:
    plan = agreed(events.CreditsLower.SPREAD, 200_00, 200_00)
    in_grace = datetime(2026, 3, 4, 9, tzinfo=UTC)
    plan = after(plan, owe(50_00, in_grace))
    assert (amounts(plan), plan.remaining.minor_units) == ([200_00, 0], 50_00)
    assert after(plan, owe(0, in_grace)).state is PlanState.COMPLETED


def test_a_credit_that_counts_from_before_lowers_what_was_ahead_then() -> None:
    """The discount of money that came in time is as old as the money: the plan was kept."""
    plan = agreed(events.CreditsLower.SPREAD, 100_00)
    plan = after(plan, commands.ReviewPlan(at=SIX_DAYS_LATER))
    assert plan.state is PlanState.BROKEN
    plan = after(plan, pay(98_00, DAYS[0], SIX_DAYS_LATER), owe(0, SIX_DAYS_LATER, DAYS[0]))
    assert (plan.state, plan.missed) == (PlanState.COMPLETED, frozenset())


def test_a_missed_instalment_that_was_paid_in_time_was_not_missed() -> None:
    plan = agreed(events.CreditsLower.SPREAD, 100_00, 100_00)
    plan = after(plan, commands.ReviewPlan(at=datetime(2026, 3, 3, 9, tzinfo=UTC)))
    assert plan.missed == {DAYS[0]}
    in_grace = datetime(2026, 3, 4, 9, tzinfo=UTC)
    in_time = after(plan, pay(100_00, DAYS[0], in_grace))
    assert (in_time.state, in_time.missed) == (PlanState.RUNNING, frozenset())
    late = after(plan, pay(100_00, date(2026, 3, 4), in_grace))
    assert (late.state, late.missed) == (PlanState.RUNNING, frozenset({DAYS[0]}))


def test_what_broke_and_is_paid_too_late_is_paid_off_until_the_money_is_taken_back() -> None:
    plan = after(agreed(events.CreditsLower.SPREAD, 100_00), commands.ReviewPlan(at=SIX_DAYS_LATER))
    plan = after(plan, pay(100_00, date(2026, 3, 7), SIX_DAYS_LATER))
    assert (plan.state, PLAN.timers(plan)) == (PlanState.PAID_OFF, {})
    take_back = commands.UnmatchPayment(
        payment_id=PaymentId("pay_1"),
        allocation_id=AllocationId("alc_1"),
        invoice_id=INVOICE,
        receivable_id=TERM,
        remaining=Money.zero("EUR"),
    )
    assert after(plan, take_back).state is PlanState.BROKEN


@given(
    st.sampled_from(events.CreditsLower),
    st.lists(st.integers(1, 10**12), min_size=1, max_size=3),
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.data(),
)
def test_no_unit_is_lost_in_any_currency(
    how: events.CreditsLower, agreed_amounts: list[int], currency: str, data: st.DataObject
) -> None:
    plan = agreed(how, *agreed_amounts, currency=currency)
    whole = sum(agreed_amounts)
    owed = data.draw(st.integers(0, whole - 1))
    command = owe(0).model_copy(update={"owed": Money(minor_units=owed, currency=currency)})
    lower = after(plan, command)
    assert sum(amounts(lower)) == lower.remaining.minor_units == owed
    assert all(0 <= now <= was for now, was in zip(amounts(lower), agreed_amounts, strict=True))
