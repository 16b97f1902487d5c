"""Steps that no day could bring: a workflow that has one says something else than its author thinks."""

from collections.abc import Sequence

from recoup_events.workflow_scheduler import Anchor, DayOff, Step
from workflow_scheduler.workflows.domain.errors import StepsUnusable

LONGEST_HOLIDAYS = 14
"""Days by which weekends and public holidays in a row can move a step, with room to spare."""


def check_reachable(step: Step, earlier: Sequence[Step], pointer: str) -> None:
    """Raise ``StepsUnusable`` where a step would always be too late or too early to be taken."""
    _check_issued(step, pointer)
    late = None if step.when is None else step.when.days_past_due
    if late is None or late.below is None:
        return
    soonest = _soonest_days_late((*earlier, step))
    if soonest is not None and late.below <= soonest:
        raise StepsUnusable(
            f"Step {step.name!r} comes {soonest} days past due at the soonest and asks for fewer than "
            f"{late.below}, so it would never be taken; raise `below`, or move the step.",
            pointer=f"{pointer}/when/days_past_due/below",
        )


def _check_issued(step: Step, pointer: str) -> None:
    """Nothing is done about an invoice that does not exist yet."""
    if step.anchor is not Anchor.ISSUE_DATE:
        return
    month = step.month
    day = step.days if month is None else (month.day + step.days - 1 if not month.months else 0)
    if day < 0:
        raise StepsUnusable(
            f"Step {step.name!r} would come before any invoice is issued; send 0 days or more, or count "
            "it from the due date.",
            pointer=f"{pointer}/days",
        )


def _soonest_days_late(steps: Sequence[Step]) -> int | None:
    """Of the last of them; ``None`` where that hangs on the invoice or the calendar."""
    *earlier, step = steps
    if step.month is not None:
        return None
    if step.anchor is Anchor.PREVIOUS_STEP and earlier:
        before = _soonest_days_late(earlier)
    else:
        before = 0 if step.anchor is Anchor.DUE_DATE else None
    return None if before is None else before + _at_least(step)


def _at_least(step: Step) -> int:
    """So many days at least lie between a step's anchor and the day it is taken."""
    policy = step.working_days
    if policy is None:
        return step.days
    days = 2 * step.days - LONGEST_HOLIDAYS if policy.counted and step.days < 0 else step.days
    return days - LONGEST_HOLIDAYS if policy.on_day_off is DayOff.PREVIOUS else days
