from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import Plan, PlanState
from recoup_events import payment_plan as events
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlanId,
    receivable_id_of,
)
from recoup_events.kernel.money import total
from recoup_events.kernel.slices import Slice
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur

INVOICE = InvoiceId("inv_1")
TERMS = [receivable_id_of(INVOICE, place) for place in range(3)]
PAYMENTS = [PaymentId("pay_1"), PaymentId("pay_2")]
FIRST_DAY = date(2026, 3, 2)
FIRST_MOMENT = datetime(2026, 3, 1, 23, tzinfo=UTC)
SAYS_WHAT_REMAINS = (
    events.PlanPaymentMatched,
    events.PlanPaymentUnmatched,
    events.PlanReduced,
    events.PlanBroken,
    events.PlanReinstated,
)
OF_MONEY = (commands.MatchPayment, commands.UnmatchPayment, commands.ReducePlan)
ENDED = (PlanState.COMPLETED, PlanState.CANCELLED)


cents = st.integers(1, 500)
days = st.integers(0, 60).map(lambda n: FIRST_MOMENT + timedelta(days=n))
terms, payments = st.sampled_from(TERMS), st.sampled_from(PAYMENTS)
allocations = st.sampled_from([AllocationId(f"alc_{n}") for n in range(4)])
moves = st.one_of(
    st.builds(
        commands.MatchPayment,
        payment_id=payments,
        allocation_id=allocations,
        invoice_id=st.just(INVOICE),
        receivable_id=terms,
        amount=cents.map(eur),
        paid_on=st.just(FIRST_DAY),
        at=days,
    ),
    st.builds(
        commands.UnmatchPayment,
        payment_id=payments,
        allocation_id=allocations,
        invoice_id=st.just(INVOICE),
        receivable_id=terms,
        remaining=st.integers(0, 100).map(eur),
    ),
    st.builds(
        commands.ReducePlan,
        invoice_id=st.just(INVOICE),
        receivable_id=terms,
        owed=st.integers(0, 500).map(eur),
        reason=st.just("credited"),
        at=days,
    ),
    st.builds(commands.ReviewPlan, at=days),
)


@st.composite
def agreements(draw: st.DrawFn) -> events.PlanAgreed:
    amounts = draw(st.lists(cents, min_size=1, max_size=5))
    whole = sum(amounts)
    cut = draw(st.integers(1, whole))
    parts = [part for part in (cut, whole - cut) if part]
    return events.PlanAgreed(
        plan_id=PlanId("pln_1"),
        customer_id=CustomerId("cus_1"),
        creditor_id=CREDITOR,
        slices=tuple(
            Slice(invoice_id=INVOICE, receivable_id=id, amount=eur(part))
            for id, part in zip(TERMS, parts, strict=False)
        ),
        schedule=tuple(
            events.Instalment(due_on=FIRST_DAY + timedelta(weeks=n), amount=eur(amount))
            for n, amount in enumerate(amounts)
        ),
        time_zone="Europe/Berlin",
        grace_days=draw(st.integers(0, 40)),
        credits_lower=draw(st.sampled_from(events.CreditsLower)),
    )


def must_add_up(plan: Plan) -> None:
    zero = eur(0)
    assert plan.settled + plan.remaining == plan.promised
    assert zero <= plan.remaining <= plan.promised
    assert total(plan.open, "EUR") == plan.remaining
    assert all(zero <= each.amount for each in plan.schedule)
    assert total((each.amount for each in plan.slices), "EUR") == plan.promised
    assert total(map(plan.expected, TERMS), "EUR") == plan.remaining
    assert all(zero <= plan.expected(id) for id in TERMS)
    assert (plan.state in (PlanState.COMPLETED, PlanState.PAID_OFF)) <= (not plan.remaining)
    assert (plan.state is PlanState.BROKEN) <= bool(plan.remaining)
    assert (plan.state is PlanState.RUNNING) <= bool(plan.remaining)


@given(agreements(), st.lists(moves, max_size=12))
def test_what_is_paid_and_what_remains_is_what_was_agreed_at_all_times(
    agreed: events.PlanAgreed, asked: list[commands.PlanMove]
) -> None:
    plan = Plan(agreed=agreed, slices=agreed.slices, schedule=agreed.schedule)
    must_add_up(plan)
    for command in asked:
        if plan.state in ENDED:
            break
        if plan.state in (PlanState.BROKEN, PlanState.PAID_OFF) and not isinstance(
            command, OF_MONEY
        ):
            continue
        if isinstance(command, commands.MatchPayment) and plan.counted(command.allocation_id):
            continue  # an allocation is applied once
        plan = after(plan, command)
        must_add_up(plan)


def after(plan: Plan, command: commands.PlanMove) -> Plan:
    for event in PLAN.decide(command, plan):
        state = PLAN.evolve(plan, event)
        assert isinstance(state, Plan)
        plan = state
        if isinstance(event, SAYS_WHAT_REMAINS):
            assert event.remaining == plan.remaining
    return plan
