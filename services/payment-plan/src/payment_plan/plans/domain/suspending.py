"""While a condition stops collecting, a plan's clock stands still; then it goes on where it stood.

A condition may be recorded late, end early, or come and go while nobody looked: the days on which the
clock stood still are always those on which the conditions counted. What was given back is kept: a
condition that turns out never to have been takes no day away again, and a broken plan stays broken.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from payment_plan.plans.domain.commands import FollowConditions
from payment_plan.plans.domain.events import ConditionsFollowed
from payment_plan.plans.domain.plan import Plan, PlanEvent
from recoup_compliance.conditions import Stops
from recoup_events.invoice import Condition
from recoup_events.payment_plan import PlanResumed, PlanSuspended
from recoup_receivables.calendar import local_date, start_of_day


class Period(NamedTuple):
    """Days on which some condition stops collecting, without a gap."""

    condition: Condition
    """The first of them."""
    since: date
    until: date | None


def follow_conditions(command: FollowConditions, plan: Plan) -> Sequence[PlanEvent]:
    """Say what has changed by today, and when to look again."""
    today = local_date(command.at, plan.agreed.time_zone)
    first = plan.followed_since or today
    periods = [each for each in _periods(command, plan) if each.since <= today]
    return [*_stood_still(periods, plan, first, today), *_followed(command, plan, first, today)]


def _periods(command: FollowConditions, plan: Plan) -> Sequence[Period]:
    """Those of the plan's creditor, in order; what touches is one."""
    found: list[Period] = []
    stopping = (
        each
        for each in command.conditions.standing
        if each.effect.stops is Stops.CHASING and each.binds(plan.agreed.creditor_id)
    )
    for each in sorted(stopping, key=lambda each: each.effective_from):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < each.effective_from):
            found.append(Period(each.condition, each.effective_from, each.effective_until))
        elif last.until is not None:
            ends = each.effective_until
            found[-1] = last._replace(until=None if ends is None else max(last.until, ends))
    return found


def _stood_still(
    periods: Sequence[Period], plan: Plan, first: date, today: date
) -> Iterator[PlanSuspended | PlanResumed]:
    counted = max((each.until for each in plan.suspensions), default=first)
    if plan.suspended is not None:
        since = plan.suspended.since
        until = _end_of(periods, since)
        if until is None or until > today:
            return
        yield PlanResumed(**plan.ids, since=since, until=until)
        counted = until
    for period in periods:
        since = max(period.since, counted)
        if period.until is not None and period.until <= since:
            continue
        yield _suspended(period.condition, since, plan)
        if period.until is not None and period.until <= today:
            yield PlanResumed(**plan.ids, since=since, until=period.until)


def _end_of(periods: Sequence[Period], since: date) -> date | None:
    """When what stands still since a day goes on; on that day itself if nothing had stopped it."""
    for period in periods:
        if period.since <= since and (period.until is None or since < period.until):
            return period.until
    return since


def _suspended(condition: Condition, since: date, plan: Plan) -> PlanSuspended:
    anew = (
        instalment.due_on
        for instalment in plan.schedule
        if instalment.due_on in plan.missed and plan.days_of(instalment).missed >= since
    )
    return PlanSuspended(**plan.ids, condition=condition, since=since, judged_anew=tuple(anew))


def _followed(
    command: FollowConditions, plan: Plan, first: date, today: date
) -> Iterator[ConditionsFollowed]:
    day = command.conditions.next_change(today)
    at = None if day is None else start_of_day(day, plan.agreed.time_zone)
    if (first, at) != (plan.followed_since, plan.condition_change_at):
        yield ConditionsFollowed(plan_id=plan.agreed.plan_id, since=first, next_change_at=at)
