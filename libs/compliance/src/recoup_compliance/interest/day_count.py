"""How days are counted, and how many of them make a year."""

from calendar import isleap
from datetime import date, timedelta
from enum import StrEnum


class DayCount(StrEnum):
    ACTUAL_365 = "actual/365"
    """Every day counts; a year has 365 of them, a leap year as well."""
    ACTUAL_ACTUAL = "actual/actual"
    """Every day counts; a leap year has 366 of them."""
    ACTUAL_360 = "actual/360"
    THIRTY_360 = "30/360"
    """Every month has 30 days: a 31st counts nothing, and the first of March what February lacks."""


def days_between(first: date, last: date, count: DayCount) -> int:
    """The days from the first to the last, both included."""
    if count is DayCount.THIRTY_360:
        return _thirties(last) - _thirties(first - timedelta(1))
    return (last - first).days + 1


def _thirties(day: date) -> int:
    """The end of this day, in days of months of 30 days."""
    return 360 * day.year + 30 * (day.month - 1) + min(day.day, 30)


def days_in_year(day: date, count: DayCount) -> int:
    """The year that a rate is for, in days as they are counted."""
    match count:
        case DayCount.ACTUAL_ACTUAL:
            return 366 if isleap(day.year) else 365
        case DayCount.ACTUAL_365:
            return 365
        case DayCount.ACTUAL_360 | DayCount.THIRTY_360:
            return 360
