"""Whether the days of steps can be meant: each has what its anchor needs, and none lies before another."""

from collections.abc import Sequence
from datetime import date, timedelta

from recoup_events.workflow_scheduler import Anchor, Step
from workflow_scheduler.workflows.domain.errors import StepsUnusable

_YEARS = range(2000, 2200)


def check_timing(step: Step, earlier: Sequence[Step], pointer: str) -> None:
    """Raise ``StepsUnusable`` where a step has no day, or one before that of a step it follows."""
    if step.anchor is Anchor.DATE and step.date is None:
        raise StepsUnusable(
            f"Step {step.name!r} comes on a date; say which, as YYYY-MM-DD.",
            pointer=f"{pointer}/date",
        )
    if step.anchor is not Anchor.DATE and step.date is not None:
        raise StepsUnusable(
            f"Step {step.name!r} has a date and is counted from the {step.anchor}; leave the date out, "
            "or make its anchor `date`.",
            pointer=f"{pointer}/date",
        )
    if step.date is not None and step.date.year not in _YEARS:
        raise StepsUnusable(
            f"Step {step.name!r} comes in {step.date.year}; send a year from 2000 to 2199.",
            pointer=f"{pointer}/date",
        )
    if step.anchor is Anchor.PREVIOUS_STEP:
        _check_following(step, earlier, pointer)
    before = [each for each in earlier if each.anchor is step.anchor]
    if step.anchor is not Anchor.PREVIOUS_STEP and before and _lies_before(step, before[-1]):
        raise StepsUnusable(
            f"Step {step.name!r} lies before {before[-1].name!r}; list the soonest step first.",
            pointer=f"{pointer}/days",
        )


def _check_following(step: Step, earlier: Sequence[Step], pointer: str) -> None:
    if not earlier:
        raise StepsUnusable(
            f"Step {step.name!r} is the first; no step comes before it to count from. Count it from "
            "the due date, the issue date or a date.",
            pointer=f"{pointer}/anchor",
        )
    if step.days < 0:
        raise StepsUnusable(
            f"Step {step.name!r} would come before {earlier[-1].name!r}, which it follows; send 0 days "
            "or more.",
            pointer=f"{pointer}/days",
        )


def _lies_before(step: Step, other: Step) -> bool:
    """Of steps of one anchor; where days of months are counted, only among steps that count so."""
    if step.anchor is Anchor.DATE:
        return _day(step) < _day(other)
    if (step.month is None) is not (other.month is None):
        return False
    if step.month is not None and other.month is not None:
        one, two = step.month, other.month
        return (one.months, one.day, step.days) < (two.months, two.day, other.days)
    return step.days < other.days


def _day(step: Step) -> date:
    assert step.date is not None, "it was looked at before"
    return step.date + timedelta(days=step.days)
