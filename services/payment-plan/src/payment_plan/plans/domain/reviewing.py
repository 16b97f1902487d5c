"""What time does to a plan: an instalment's day begins, ends, and its grace runs out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from payment_plan.plans.domain.plan import Plan, PlanState, State
from recoup_events import payment_plan as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import start_of_day

REVIEW = "review"
"""The timer that wakes a running plan at the next moment that matters to it."""
_DAY = timedelta(days=1)

Moment = tuple[datetime, events.PaymentPlanEvent]


def review(at: datetime, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Everything that has come true by now, in order; a broken plan ends the list."""
    recorded: list[events.PaymentPlanEvent] = []
    for moment, event in _ahead(plan):
        if moment > at:
            break
        recorded.append(event)
        if isinstance(event, events.PlanBroken):
            break
    return recorded


def timers(state: State) -> Mapping[str, datetime]:
    match state:
        case Plan(state=PlanState.RUNNING):
            return {REVIEW: _ahead(state)[0][0]}
        case _:
            return {}


def _ahead(plan: Plan) -> Sequence[Moment]:
    """What comes true, and when, if nothing more is paid."""
    moments = (
        moment
        for instalment, open in zip(plan.agreed.schedule, plan.open, strict=True)
        if open
        for moment in _of(plan, instalment, open)
    )
    return sorted(moments, key=lambda moment: moment[0])


def _of(plan: Plan, instalment: events.Instalment, open: Money) -> Iterator[Moment]:
    day, zone = instalment.due_on, plan.agreed.time_zone
    if day not in plan.begun:
        due = events.InstalmentDue(**plan.ids, instalment=instalment, open=open)
        yield start_of_day(day, zone), due
    if day not in plan.missed:
        missed = events.InstalmentMissed(**plan.ids, instalment=instalment, open=open)
        yield start_of_day(day + _DAY, zone), missed
    broken = events.PlanBroken(
        **plan.ids, slices=plan.agreed.slices, missed=instalment, remaining=plan.remaining
    )
    yield start_of_day(day + _DAY * (1 + plan.agreed.grace_days), zone), broken
