"""Working days: neither Saturday nor Sunday nor a public holiday where the debtor is."""

from datetime import date, timedelta
from functools import lru_cache

from recoup_compliance.public_holidays import CALENDARS, PublicHolidays, public_holidays

_SATURDAY = 5
_ONE = timedelta(days=1)


@lru_cache(maxsize=1024)
def _holidays(country: str | None, subdivision: str | None) -> PublicHolidays | None:
    """Of the state or province, else of the country, as far as they were written down."""
    for of in (subdivision, country):
        if of is not None and CALENDARS.joinpath(f"{of}.json").is_file():
            return public_holidays(of)
    return None


def is_working_day(day: date, country: str | None, subdivision: str | None = None) -> bool:
    """Codes are ISO 3166; of a place whose holidays are not known, weekends alone are off."""
    if day.weekday() >= _SATURDAY:
        return False
    known = _holidays(country, subdivision)
    return known is None or not known.falls_on(day)


def next_working_day(day: date, country: str | None, subdivision: str | None = None) -> date:
    """The day itself, or the first one behind it."""
    while not is_working_day(day, country, subdivision):
        day += _ONE
    return day


def previous_working_day(day: date, country: str | None, subdivision: str | None = None) -> date:
    """The day itself, or the last one before it."""
    while not is_working_day(day, country, subdivision):
        day -= _ONE
    return day


def plus_working_days(
    day: date, days: int, country: str | None, subdivision: str | None = None
) -> date:
    """So many working days after, or before, a day that need not be one; none of them moves nothing."""
    one = _ONE if days > 0 else -_ONE
    for _ in range(abs(days)):
        day += one
        while not is_working_day(day, country, subdivision):
            day += one
    return day
