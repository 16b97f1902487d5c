from datetime import date
from typing import Any

import pytest

from recoup_events.workflow_scheduler import Anchor, DayOff, DayOfMonth, Step, WorkingDays
from recoup_receivables.calendar import local_date
from recoup_testing.courses import Course
from recoup_testing.reminders_example import PLANNED, email

ISSUED = date(2026, 2, 1)
NEXT = WorkingDays(on_day_off=DayOff.NEXT)
BEFORE = WorkingDays(on_day_off=DayOff.PREVIOUS)
COUNTED = WorkingDays(counted=True)


def step(name: str, days: int, level: int = 1, **changes: object) -> Step:
    return email(name, days, level).model_copy(update=changes)


def came(*steps: Step, **changes: object) -> list[tuple[str, str]]:
    """Which steps came on which days."""
    course = Course(PLANNED.model_copy(update={"steps": steps, **changes}))
    course.until("2027-12-31 12:00")
    return course.came


def test_a_step_is_counted_from_the_issue_date_the_due_date_a_date_or_the_step_before() -> None:
    assert came(
        step("issued", 20, anchor=Anchor.ISSUE_DATE),
        step("late", 3),
        step("after", 4, anchor=Anchor.PREVIOUS_STEP),
        step("new_year", 0, anchor=Anchor.DATE, date=date(2026, 12, 31)),
        step("last", 10, anchor=Anchor.PREVIOUS_STEP),
    ) == [
        ("issued", "2026-02-21"),
        ("late", "2026-03-05"),
        ("after", "2026-03-09"),
        ("new_year", "2026-12-31"),
        ("last", "2027-01-10"),
    ]


def test_the_fifteenth_of_the_third_month_after_is_counted_as_statutes_do() -> None:
    third = DayOfMonth(months=3, day=15)
    assert came(
        step("notice", -10, anchor=Anchor.ISSUE_DATE, month=third),
        step("end_of_february", 0, anchor=Anchor.ISSUE_DATE, month=DayOfMonth(months=12, day=31)),
    ) == [("notice", "2026-05-05"), ("end_of_february", "2027-02-28")]


@pytest.mark.parametrize(
    ("country", "subdivision", "day_off", "next_one", "previous_one"),
    [
        ("DE", "DE-BY", "2026-08-15", "2026-08-17", "2026-08-14"),
        ("DE", "DE-BE", "2026-10-03", "2026-10-05", "2026-10-02"),
        ("US", "US-CA", "2026-11-26", "2026-11-30", "2026-11-25"),
        ("AU", None, "2027-01-26", "2027-01-27", "2027-01-25"),
        ("AU", "AU-NSW", "2026-04-25", "2026-04-28", "2026-04-24"),
        (None, None, "2026-08-15", "2026-08-17", "2026-08-14"),
    ],
)
def test_a_step_moves_off_a_day_off_of_the_debtor_s(
    country: str | None, subdivision: str | None, day_off: str, next_one: str, previous_one: str
) -> None:
    where = {"country": country, "subdivision": subdivision}
    on: dict[str, Any] = {"anchor": Anchor.DATE, "date": date.fromisoformat(day_off)}
    assert came(step("asked", 0, **on, working_days=NEXT), **where) == [("asked", next_one)]
    assert came(step("asked", 0, **on, working_days=BEFORE), **where) == [("asked", previous_one)]
    assert came(step("asked", 0, **on), **where) == [("asked", day_off)]


def test_days_can_be_working_days() -> None:
    """Ten from Monday 2 March on; Good Friday and Easter Monday are none of them."""
    place = {"country": "DE", "subdivision": "DE-BE"}
    assert came(step("ten", 10, working_days=COUNTED), **place) == [("ten", "2026-03-16")]
    assert came(step("april", 25, working_days=COUNTED), **place) == [("april", "2026-04-08")]


def test_the_working_day_before_is_not_taken_where_it_has_passed() -> None:
    course = Course(
        PLANNED.model_copy(update={"steps": (step("asked", 5, working_days=BEFORE),)}),
        now="2026-03-07 12:00",
    )
    course.until("2026-04-01 12:00")
    assert course.came == [("asked", "2026-03-09")]


def test_a_debtor_that_moves_has_the_days_off_of_its_new_place() -> None:
    holiday: dict[str, Any] = {
        "anchor": Anchor.DATE,
        "date": date(2026, 8, 17),
        "working_days": NEXT,
    }
    course = Course(PLANNED.model_copy(update={"steps": (step("asked", 0, **holiday),)}))
    course.moves_to("Europe/London", "GB", "GB-SCT")
    course.until("2026-12-31 12:00")
    assert course.came == [("asked", "2026-08-17")]


def test_what_was_planned_stands_whatever_a_calendar_says_later() -> None:
    course = Course(PLANNED.model_copy(update={"steps": (step("asked", 5, working_days=NEXT),)}))
    assert local_date(course.next_at, "Europe/Berlin") == date(2026, 3, 9)
