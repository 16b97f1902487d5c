"""Public holidays as dates that were written down, so that no later library moves one that decided something.

``recoup docs`` writes the files from the library ``holidays``; a test compares.
"""

import json
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files

from recoup_events.kernel.event import Value

CALENDARS = files("recoup_compliance").joinpath("holidays")


class PublicHolidays(Value):
    """Of a country, state or province; a year that was not written down is closed altogether."""

    of: str
    """ISO 3166."""
    first_year: int
    last_year: int
    days: tuple[date, ...]

    @cached_property
    def _days(self) -> frozenset[date]:
        return frozenset(self.days)

    def falls_on(self, day: date) -> bool:
        """Whether it was written down as one; of other years nothing is known."""
        return day in self._days

    def __contains__(self, day: date) -> bool:
        return day in self._days or not self.first_year <= day.year <= self.last_year


@lru_cache
def public_holidays(of: str) -> PublicHolidays:
    """As they were written down."""
    text = CALENDARS.joinpath(f"{of}.json").read_text(encoding="utf-8")
    return PublicHolidays.model_validate(json.loads(text))
