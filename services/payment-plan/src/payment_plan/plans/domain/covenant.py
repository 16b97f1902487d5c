"""New invoices stay current: one that comes to be overdue while a plan runs breaks it, unless it is cured."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.clock import moved
from payment_plan.plans.domain.plan import Plan
from recoup_events import payment_plan as events
from recoup_receivables.calendar import local_date, start_of_day


class BrokenBy(StrEnum):
    INSTALMENT = "instalment"
    NEW_INVOICE = "new_invoice"


def broken_by(event: events.PlanBroken) -> BrokenBy:
    return BrokenBy.NEW_INVOICE if event.overdue else BrokenBy.INSTALMENT


def note(command: commands.OfCovenant, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    match command:
        case commands.NoteOverdue():
            return _breached(command, plan)
        case commands.NoteCured(receivable_id=id):
            breach = plan.breaches.get(id)
            if breach is None or (command.open and command.due_date < breach.overdue.overdue_on):
                return []
            return [events.CovenantCured(**plan.ids, overdue=breach.overdue)]


def _breached(command: commands.NoteOverdue, plan: Plan) -> Sequence[events.CovenantBreached]:
    """What was overdue already, or is part of the plan, is no new invoice."""
    keep_current, overdue = plan.agreed.keep_current, command.overdue
    if keep_current is None or not command.open or command.creditor_id != plan.agreed.creditor_id:
        return []
    is_covered = any(slice.receivable_id == overdue.receivable_id for slice in plan.slices)
    since = plan.followed_since or local_date(command.at, plan.agreed.time_zone)
    if is_covered or overdue.receivable_id in plan.breaches or overdue.overdue_on <= since:
        return []
    cure_until = overdue.overdue_on + timedelta(days=keep_current.cure_days - 1)
    return [
        events.CovenantBreached(
            **plan.ids, overdue=overdue, open=command.open, cure_until=cure_until
        )
    ]


def breaks(plan: Plan) -> Iterator[tuple[datetime, events.PlanBroken]]:
    """When it breaks for what is overdue by now, unless that is cured."""
    for breach in plan.breaches.values():
        broken = events.PlanBroken(
            **plan.ids,
            slices=plan.agreed.slices,
            overdue=breach.overdue,
            remaining=plan.remaining,
        )
        yield start_of_day(_broken_on(breach, plan), plan.agreed.time_zone), broken


def _broken_on(breach: events.CovenantBreached, plan: Plan) -> date:
    """Later by the days on which the plan's clock stood still."""
    return moved(breach.cure_until + timedelta(days=1), plan.suspensions)
