"""Sixty steps over four hundred days: what a year does to a workflow."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from recoup_compliance.working_days import is_working_day
from recoup_events.workflow_scheduler import DayOff, StepDue, WorkingDays
from recoup_receivables.calendar import local_date
from recoup_testing.courses import Course
from recoup_testing.reminders_example import PLANNED, email
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned

SIXTY = tuple(email(f"step_{n}", 1 + n * 400 // 60, level=1 + n // 8) for n in range(60))
"""The last comes 394 days after the due date."""
DUE = date(2027, 3, 2)
"""So that 29 February 2028 and four changes of clocks lie behind it."""
END = "2028-12-31 12:00"
PLACES = [
    ("DE", "DE-BE", "Europe/Berlin"),
    ("US", "US-CA", "America/Los_Angeles"),
    ("AU", "AU-NSW", "Australia/Sydney"),
]


def long(**changes: object) -> EnrolmentPlanned:
    return PLANNED.model_copy(update={"steps": SIXTY, "due_date": DUE, **changes})


def days(course: Course) -> list[date]:
    return [date.fromisoformat(day) for _, day in course.came]


@pytest.mark.parametrize(("country", "subdivision", "zone"), PLACES)
def test_every_step_comes_once_in_order_on_its_day_at_the_hour_of_the_debtor_s_clock(
    country: str, subdivision: str, zone: str
) -> None:
    course = Course(long(country=country, subdivision=subdivision, time_zone=zone))
    course.until(END)
    assert days(course) == [DUE + timedelta(days=step.days) for step in SIXTY]
    due = [event for event in course.recorded if isinstance(event, StepDue)]
    assert {event.planned_for.astimezone(ZoneInfo(zone)).hour for event in due} == {10}
    assert len({event.planned_for.astimezone(UTC).hour for event in due}) == 2, "clocks changed"


def test_the_leap_day_is_a_day() -> None:
    leap = email("leap", (date(2028, 2, 29) - DUE).days)
    course = Course(long(steps=(leap, email("after", leap.days + 1))))
    course.until(END)
    assert days(course) == [date(2028, 2, 29), date(2028, 3, 1)]


@pytest.mark.parametrize(("country", "subdivision", "zone"), PLACES)
def test_no_step_comes_on_a_day_off_where_the_workflow_wants_working_days(
    country: str, subdivision: str, zone: str
) -> None:
    policy = WorkingDays(on_day_off=DayOff.NEXT)
    steps = tuple(step.model_copy(update={"working_days": policy}) for step in SIXTY)
    place = {"country": country, "subdivision": subdivision, "time_zone": zone}
    course = Course(long(steps=steps, **place))
    course.until(END)
    assert len(days(course)) == len(SIXTY)
    assert all(is_working_day(day, country, subdivision) for day in days(course))
    assert days(course) == sorted(days(course))


def test_after_thirty_days_of_downtime_they_come_one_by_one_and_keep_their_distance() -> None:
    course = Course(long())
    course.until("2027-05-01 12:00")
    before = len(course.came)
    course.down_until("2027-05-31 09:00")
    assert len(course.came) == before + 1, "one message, not a pile of them"
    course.until(END)
    assert [name for name, _ in course.came] == [step.name for step in SIXTY]
    apart = [(two - one).days for one, two in pairwise(days(course))]
    planned = [two.days - one.days for one, two in pairwise(SIXTY)]
    late = before - 1
    assert [*apart[:late], *apart[late + 1 :]] == [*planned[:late], *planned[late + 1 :]]
    assert apart[late] > planned[late]


def test_a_clock_that_jumps_back_takes_nothing_twice() -> None:
    course = Course(long())
    course.until("2027-04-01 12:00")
    before = course.came
    course.down_until("2027-03-20 12:00")
    assert course.came == before
    course.until(END)
    assert [name for name, _ in course.came] == [step.name for step in SIXTY]


def test_a_moment_that_was_recorded_is_read_and_not_computed_again() -> None:
    course = Course(long())
    moment = course.next_at
    assert moment == datetime(2027, 3, 3, 9, tzinfo=UTC)
    assert local_date(moment, "Europe/Berlin") == date(2027, 3, 3)
