"""What time does to a plan: an instalment's day begins, ends, and its grace runs out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from payment_plan.plans.domain.covenant import breaks
from payment_plan.plans.domain.plan import Plan, PlanState, State
from recoup_events import payment_plan as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import start_of_day

REVIEW = "review"
"""The timer that wakes a running plan at the next moment that matters to it."""
CONDITIONS = "conditions"
"""The timer of the moment at which a condition of the customer begins or ends."""

Moment = tuple[datetime, events.PaymentPlanEvent]


def review(at: datetime, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Everything that has come true by now, in order; a broken plan ends the list.

    What lies behind the next change of a condition waits for it: the clock may have stood still.
    """
    recorded: list[events.PaymentPlanEvent] = []
    if plan.suspended is not None:
        return recorded
    for moment, event in _ahead(plan):
        if moment > at or (plan.condition_change_at and moment >= plan.condition_change_at):
            break
        recorded.append(event)
        if isinstance(event, events.PlanBroken):
            break
    return recorded


def timers(state: State) -> Mapping[str, datetime]:
    match state:
        case Plan(state=PlanState.RUNNING, suspended=suspended, condition_change_at=change_at):
            changes = {} if change_at is None else {CONDITIONS: change_at}
            reviews = {} if suspended else {REVIEW: _ahead(state)[0][0]}
            return changes | reviews
        case _:
            return {}


def _ahead(plan: Plan) -> Sequence[Moment]:
    """What comes true, and when, if nothing more is paid."""
    moments = (
        moment
        for instalment, open in zip(plan.schedule, plan.open, strict=True)
        if open
        for moment in _of(plan, instalment, open)
    )
    return sorted([*moments, *breaks(plan)], key=lambda moment: moment[0])


def _of(plan: Plan, instalment: events.Instalment, open: Money) -> Iterator[Moment]:
    agreed, days, zone = instalment.due_on, plan.days_of(instalment), plan.agreed.time_zone
    if agreed not in plan.begun:
        due = events.InstalmentDue(**plan.ids, instalment=instalment, open=open)
        yield start_of_day(days.due, zone), due
    if agreed not in plan.missed:
        missed = events.InstalmentMissed(**plan.ids, instalment=instalment, open=open)
        yield start_of_day(days.missed, zone), missed
    broken = events.PlanBroken(
        **plan.ids, slices=plan.agreed.slices, missed=instalment, remaining=plan.remaining
    )
    yield start_of_day(days.broken, zone), broken
