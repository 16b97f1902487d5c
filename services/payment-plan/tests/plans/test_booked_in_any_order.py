"""Whatever the order in which money is booked, a plan ends as the days on which it counts say."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given, settings
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
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.terms import slice_of

IDS: Ids = {"plan_id": PlanId("pln_1"), "customer_id": CustomerId("cus_1")}
INVOICE = InvoiceId("inv_1")
TERM = receivable_id_of(INVOICE, 0)
FIRST_DAY = date(2026, 3, 2)
GRACE = 3
AGREED = events.PlanAgreed(
    **IDS,
    creditor_id=CREDITOR,
    slices=(slice_of(INVOICE, eur(300)),),
    schedule=tuple(
        events.Instalment(due_on=FIRST_DAY + timedelta(weeks=n), amount=eur(100)) for n in range(3)
    ),
    time_zone="UTC",
    grace_days=GRACE,
)
Booking = tuple[int, int, int]
"""An amount, the day on which it counts, and how many days later it is booked."""
bookings = st.lists(
    st.tuples(st.integers(1, 150), st.integers(-2, 25), st.integers(0, 30)), max_size=5
)
LAST_DAY = 80


def at(day: int) -> datetime:
    return datetime.combine(FIRST_DAY + timedelta(days=day), time(12), tzinfo=UTC)


def play(booked: list[Booking]) -> tuple[Plan, list[Booking]]:
    """Day by day, the plan is looked at and money is booked; with what came until it was completed."""
    state = PLAN.evolve(NOTHING, AGREED)
    heard: list[Booking] = []
    for day in range(-3, LAST_DAY):
        assert isinstance(state, Plan)
        if state.state is PlanState.RUNNING:
            for event in PLAN.decide(commands.ReviewPlan(at=at(day)), state):
                state = PLAN.evolve(state, event)
        for n, (cents, counts, later) in enumerate(booked):
            if counts + later != day:
                continue
            assert isinstance(state, Plan)
            if state.state is not PlanState.COMPLETED:
                heard.append((cents, counts, later))
            pay = commands.MatchPayment(
                payment_id=PaymentId(f"pay_{n}"),
                allocation_id=AllocationId(f"alc_{n}"),
                invoice_id=INVOICE,
                receivable_id=TERM,
                amount=eur(cents),
                paid_on=FIRST_DAY + timedelta(days=counts),
                at=at(day),
            )
            for event in PLAN.decide(pay, state):
                state = PLAN.evolve(state, event)
    assert isinstance(state, Plan)
    return state, heard


def counted(booked: list[Booking], day: int) -> int:
    return sum(cents for cents, counts, _ in booked if counts <= day)


def kept(booked: list[Booking]) -> bool:
    return all(counted(booked, 7 * n + GRACE) >= 100 * (n + 1) for n in range(3))


@settings(max_examples=50)
@example([(1, 0, 15), (79, 0, 0), (100, 15, 0), (120, 0, 0)])
@example([(1, 15, 0), (149, 0, 0), (150, 0, 15)])
@given(bookings)
def test_a_plan_is_what_the_days_say_on_which_its_money_counts(booked: list[Booking]) -> None:
    plan, heard = play(booked)
    assert (plan.state is PlanState.COMPLETED) == kept(booked)
    assert (plan.state is PlanState.PAID_OFF) == (not plan.remaining and not kept(booked))
    if plan.state is PlanState.COMPLETED:
        late = {7 * n for n in range(3) if counted(heard, 7 * n) < 100 * (n + 1)}
        assert {(day - FIRST_DAY).days for day in plan.missed} == late
