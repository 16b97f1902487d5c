"""A plan's clock stands still while a condition of the customer stops collecting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.events import ConditionsFollowed
from payment_plan.plans.domain.plan import Ids, Plan, PlanEvent
from payment_plan.plans.domain.reviewing import CONDITIONS, REVIEW
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_events import payment_plan as events
from recoup_events.invoice import Condition
from recoup_events.kernel.ids import ConditionId, CreditorId, CustomerId, InvoiceId, PlanId
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario
from recoup_testing.terms import slice_of

IDS: Ids = {"plan_id": PlanId("pln_1"), "customer_id": CustomerId("cus_1")}
MARCH = events.Instalment(due_on=date(2026, 3, 10), amount=eur(50_00))
APRIL = events.Instalment(due_on=date(2026, 4, 10), amount=eur(50_00))
SLICES = (slice_of(InvoiceId("inv_1"), eur(100_00)),)
AGREED = events.PlanAgreed(
    **IDS,
    creditor_id=CREDITOR,
    slices=SLICES,
    schedule=(MARCH, APRIL),
    time_zone="UTC",
    grace_days=3,
)
FIRST = date(2026, 3, 1)
DUE = events.InstalmentDue(**IDS, instalment=MARCH, open=eur(50_00))
MISSED = events.InstalmentMissed(**IDS, instalment=MARCH, open=eur(50_00))
BROKEN = events.PlanBroken(**IDS, slices=SLICES, missed=MARCH, remaining=eur(100_00))

plan = Scenario(PLAN)


def march(day: int) -> date:
    return date(2026, 3, day)


def begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def standing(
    since: date,
    until: date | None = None,
    kind: Condition = Condition.BREATHING_SPACE,
    creditor: CreditorId | None = None,
) -> StandingCondition:
    return StandingCondition(
        condition_id=ConditionId(f"cnd_{since}"),
        condition=kind,
        creditor_id=creditor,
        effective_from=since,
        effective_until=until,
    )


def follow(day: date, *conditions: StandingCondition) -> commands.FollowConditions:
    return commands.FollowConditions(
        conditions=Conditions(standing=conditions), at=begins(day) + timedelta(hours=9)
    )


def review(day: date) -> commands.ReviewPlan:
    return commands.ReviewPlan(at=begins(day))


def followed(next_change: date | None = None) -> ConditionsFollowed:
    at = None if next_change is None else begins(next_change)
    return ConditionsFollowed(plan_id=IDS["plan_id"], since=FIRST, next_change_at=at)


def suspended(since: date, anew: tuple[date, ...] = ()) -> events.PlanSuspended:
    return events.PlanSuspended(
        **IDS, condition=Condition.BREATHING_SPACE, since=since, judged_anew=anew
    )


def resumed(since: date, until: date) -> events.PlanResumed:
    return events.PlanResumed(**IDS, since=since, until=until)


def timers(*history: PlanEvent) -> dict[str, datetime]:
    return dict(PLAN.timers(plan.given(*history).state))


RUNS = (AGREED, followed())


@pytest.mark.parametrize("kind", [Condition.BREATHING_SPACE, Condition.INSOLVENCY, Condition.DEATH])
def test_what_stops_collecting_stops_the_clock_from_its_own_day(kind: Condition) -> None:
    event = suspended(march(5)).model_copy(update={"condition": kind})
    plan.given(*RUNS).when(follow(march(8), standing(march(5), kind=kind))).then(event)


@pytest.mark.parametrize(
    "kind",
    [Condition.HARDSHIP, Condition.VULNERABILITY, Condition.ATTORNEY, Condition.CEASE_REQUEST],
)
def test_what_stops_no_collecting_leaves_the_plan_alone(kind: Condition) -> None:
    on_the_fifth = standing(march(5), kind=kind)
    plan.given(*RUNS).when(follow(march(8), on_the_fifth)).then_nothing()


def test_a_breathing_space_of_another_creditor_leaves_the_plan_alone() -> None:
    theirs = standing(march(5), creditor=CreditorId("crd_other"))
    plan.given(*RUNS).when(follow(march(8), theirs)).then_nothing()


def test_while_the_clock_stands_still_nothing_is_missed_and_nothing_breaks() -> None:
    still = (*RUNS, suspended(march(5)))
    plan.given(*still).when(review(date(2027, 1, 1))).then_nothing()
    assert timers(*still) == {}


def test_a_condition_to_come_is_awaited_and_what_lies_behind_it_is_not_judged_before() -> None:
    to_come = standing(march(12), march(20))
    plan.given(*RUNS).when(follow(march(1), to_come)).then(followed(march(12)))
    history = (*RUNS, followed(march(12)))
    assert timers(*history) == {CONDITIONS: begins(march(12)), REVIEW: begins(march(10))}
    late = date(2026, 4, 30)  # after an outage over all of it
    plan.given(*history).when(review(late)).then(DUE, MISSED)
    plan.given(*history, DUE, MISSED).when(follow(late, to_come)).then(
        suspended(march(12)), resumed(march(12), march(20)), followed()
    )


def test_afterwards_what_was_to_come_comes_as_many_days_later() -> None:
    history = (*RUNS, suspended(march(5)), resumed(march(5), march(25)))
    assert timers(*history) == {REVIEW: begins(march(30))}
    plan.given(*history).when(review(date(2026, 4, 2))).then(DUE, MISSED)
    plan.given(*history, DUE, MISSED).when(review(date(2026, 4, 3))).then(BROKEN)


def test_days_of_grace_that_were_left_are_left_afterwards() -> None:
    missed = (*RUNS, DUE, MISSED)
    still = (*missed, suspended(march(12)))
    plan.given(*missed).when(follow(march(12), standing(march(12)))).then(suspended(march(12)))
    went_on = (*still, resumed(march(12), march(22)))
    plan.given(*went_on).when(review(march(23))).then_nothing()
    plan.given(*went_on).when(review(march(24))).then(BROKEN)


def test_what_was_missed_before_it_was_known_that_the_clock_stood_still_is_judged_anew() -> None:
    recorded_late = follow(march(12), standing(march(8)))
    anew = suspended(march(8), anew=(MARCH.due_on,))
    state = plan.given(*RUNS, DUE, MISSED).when(recorded_late).then(anew)
    assert isinstance(state, Plan)
    assert state.missed == frozenset()
    went_on = (*RUNS, DUE, MISSED, anew, resumed(march(8), march(20)))
    plan.given(*went_on).when(review(march(22))).then_nothing()
    plan.given(*went_on).when(review(march(23))).then(MISSED)


def test_a_broken_plan_stays_broken() -> None:
    broken = plan.given(*RUNS, DUE, MISSED, BROKEN)
    assert timers(*RUNS, DUE, MISSED, BROKEN) == {}
    assert isinstance(broken.state, Plan)


def test_lifted_it_goes_on_from_the_day_on_which_it_no_longer_counts() -> None:
    still = (*RUNS, suspended(march(5)))
    plan.given(*still).when(follow(march(15), standing(march(5), march(14)))).then(
        resumed(march(5), march(14))
    )


def test_a_condition_that_never_was_moves_nothing() -> None:
    still = (*RUNS, suspended(march(5)))
    plan.given(*still).when(follow(march(8))).then(resumed(march(5), march(5)))
    assert timers(*still, resumed(march(5), march(5))) == {REVIEW: begins(march(10))}


def test_conditions_that_touch_are_one_time_of_standing_still() -> None:
    both = (standing(march(5), march(10)), standing(march(10), march(20), Condition.INSOLVENCY))
    still = (*RUNS, suspended(march(5)))
    plan.given(*still).when(follow(march(12), *both)).then(followed(march(20)))
    plan.given(*still).when(follow(march(20), *both)).then(resumed(march(5), march(20)))


def test_days_count_once_whatever_is_recorded_of_them_later() -> None:
    stood = (*RUNS, suspended(march(5)), resumed(march(5), march(10)))
    overlapping = (
        standing(march(3), march(8), Condition.INSOLVENCY),
        standing(march(5), march(10)),
    )
    plan.given(*stood).when(follow(march(15), *overlapping)).then_nothing()


def test_what_was_over_before_the_plan_was_agreed_does_not_move_it() -> None:
    over = standing(date(2026, 1, 1), date(2026, 2, 1))
    plan.given(AGREED).when(follow(FIRST, over)).then(followed())
    plan.given(*RUNS).when(follow(march(8), over)).then_nothing()


def test_a_plan_that_is_agreed_meanwhile_stands_still_from_its_first_day() -> None:
    plan.given(AGREED).when(follow(FIRST, standing(date(2026, 1, 1)))).then(
        suspended(FIRST), followed()
    )
