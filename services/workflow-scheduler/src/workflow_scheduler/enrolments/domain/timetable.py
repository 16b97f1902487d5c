"""The days of a workflow's steps for one receivable, if nothing is late and nothing stands still.

The working days are those of today's calendars; what they come to is recorded when a step is planned.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Protocol

from recoup_compliance.working_days import (
    is_working_day,
    next_working_day,
    plus_working_days,
    previous_working_day,
)
from recoup_events.workflow_scheduler import Anchor, DayOff, DayOfMonth, Step
from workflow_scheduler.enrolments.domain.enrolment import Enrolment

_MONTHS = 12


class Place(Protocol):
    """Whose calendar counts."""

    @property
    def country(self) -> str | None: ...
    @property
    def subdivision(self) -> str | None: ...


def step_at(enrolment: Enrolment, place: int) -> Step:
    """A step by its place in the workflow; behind the last is the decision that is left to a person."""
    return enrolment.steps[place] if place < len(enrolment.steps) else enrolment.decision


def day_of(enrolment: Enrolment, place: int) -> date:
    """The day of a step by its anchor, whether or not that is a working day."""
    first = place
    while first and step_at(enrolment, first).anchor is Anchor.PREVIOUS_STEP:
        first -= 1
    step = step_at(enrolment, first)
    day = counted(step, _anchor(enrolment, step), enrolment)
    for later in range(first + 1, place + 1):
        day = counted(step_at(enrolment, later), day, enrolment)
    return day


def _anchor(enrolment: Enrolment, step: Step) -> date:
    match step.anchor:
        case Anchor.DUE_DATE | Anchor.PREVIOUS_STEP:
            return enrolment.due_date
        case Anchor.ISSUE_DATE:
            return enrolment.issue_date
        case Anchor.DATE:
            assert step.date is not None, "a workflow whose step has no date is not published"
            return step.date


def counted(step: Step, day: date, place: Place) -> date:
    """The step's days from a day on, first to its day of a month."""
    if step.month is not None:
        day = _day_of_month(day, step.month)
    if step.working_days is not None and step.working_days.counted:
        return plus_working_days(day, step.days, place.country, place.subdivision)
    return day + timedelta(days=step.days)


def _day_of_month(day: date, wanted: DayOfMonth) -> date:
    """E.g. the 15th of the third month after; the last day where the month is shorter."""
    months = day.year * _MONTHS + day.month - 1 + wanted.months
    year, month = divmod(months, _MONTHS)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(wanted.day, last))


def opened(step: Step, day: date, place: Place, earliest: date = date.min) -> date:
    """The working day that a step comes on instead of a day off, never before ``earliest``."""
    where = (place.country, place.subdivision)
    policy = DayOff.UNCHANGED if step.working_days is None else step.working_days.on_day_off
    if policy is DayOff.UNCHANGED or is_working_day(day, *where):
        return day
    if policy is DayOff.PREVIOUS:
        before = previous_working_day(day, *where)
        if before >= earliest:
            return before
    return next_working_day(day, *where)
