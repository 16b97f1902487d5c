"""A broken plan that was kept after all: its money came in time and was booked too late."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from payment_plan.plans.domain.plan import Plan
from recoup_events import payment_plan as events
from recoup_receivables.calendar import start_of_day


def reinstated(plan: Plan, at: datetime) -> Sequence[events.PaymentPlanEvent]:
    """Whether, by the days on which money counts, nothing was missed for too long by now.

    What was missed while it stood as broken, though not for too long, is said then.
    """
    broken = plan.broken
    assert broken is not None, "only what is broken is reinstated"
    if broken.missed is None:
        return []
    anew: list[date] = []
    for instalment in plan.schedule:
        days = plan.days_of(instalment)
        if instalment.due_on in plan.missed and plan.met_before(days.missed, instalment):
            anew.append(instalment.due_on)
        ended = start_of_day(days.broken, plan.agreed.time_zone) <= at
        if ended and not plan.met_before(days.broken, instalment):
            return []
    return [
        events.PlanReinstated(
            **plan.ids,
            slices=plan.agreed.slices,
            missed=broken.missed,
            broken_on=plan.days_of(broken.missed).broken,
            judged_anew=tuple(anew),
            remaining=plan.remaining,
        ),
        *_missed_meanwhile(plan, at),
    ]


def _missed_meanwhile(plan: Plan, at: datetime) -> Iterator[events.PaymentPlanEvent]:
    for instalment, still_open in zip(plan.schedule, plan.open, strict=True):
        missed = plan.days_of(instalment).missed
        is_over = start_of_day(missed, plan.agreed.time_zone) <= at
        open = min(instalment.amount, plan.open_before(missed, instalment))
        if not is_over or not open or instalment.due_on in plan.missed:
            continue
        yield events.InstalmentMissed(**plan.ids, instalment=instalment, open=open)
        if not still_open:
            yield events.InstalmentCured(**plan.ids, instalment=instalment, in_time=False)
