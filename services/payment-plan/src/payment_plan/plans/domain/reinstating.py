"""A broken plan that was kept after all: its money came in time and was booked too late."""

from collections.abc import Sequence
from datetime import date, datetime

from payment_plan.plans.domain.plan import Plan
from recoup_events import payment_plan as events
from recoup_events.kernel.money import Money, total
from recoup_receivables.calendar import start_of_day


def reinstated(plan: Plan, at: datetime) -> Sequence[events.PlanReinstated]:
    """Whether, by the days on which money counts, nothing was missed for too long by now."""
    broken = plan.broken
    assert broken is not None, "only what is broken is reinstated"
    first_broken: date | None = None
    upto = Money.zero(plan.currency)
    anew: list[date] = []
    for instalment in plan.agreed.schedule:
        upto += instalment.amount
        days = plan.days_of(instalment)
        if instalment == broken.missed:
            first_broken = days.broken
        if instalment.due_on in plan.missed and upto <= _counted_before(plan, days.missed):
            anew.append(instalment.due_on)
        ended = start_of_day(days.broken, plan.agreed.time_zone) <= at
        if ended and _counted_before(plan, days.broken) < upto:
            return []
    assert first_broken is not None, "what was missed is in the schedule"
    return [
        events.PlanReinstated(
            **plan.ids,
            slices=plan.agreed.slices,
            missed=broken.missed,
            broken_on=first_broken,
            judged_anew=tuple(anew),
            remaining=plan.remaining,
        )
    ]


def _counted_before(plan: Plan, day: date) -> Money:
    in_time = (each.amount for each in plan.fillings if each.counted_on < day)
    return total(in_time, plan.currency)
