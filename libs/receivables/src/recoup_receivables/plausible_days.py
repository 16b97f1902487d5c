"""Days that can be meant: a mistyped year is refused before it counts."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from recoup_events.kernel.refusals import Unacceptable


class DayImplausible(Unacceptable):
    """The day lies further away than any that can be meant."""

    code = "day_implausible"


class Bounds(NamedTuple):
    """How far from today a day of its kind may lie, in years."""

    back: int
    ahead: int

    def check(self, day: date | None, today: date, pointer: str) -> None:
        """Refuse a day out of bounds; none is none."""
        if day is None:
            return
        first, last = (_in_years(today, years) for years in (-self.back, self.ahead))
        if not first <= day <= last:
            raise DayImplausible(
                f"{day} cannot be meant here; send a day from {first} to {last}.", pointer=pointer
            )


@lru_cache
def _in_years(day: date, years: int) -> date:
    """The same day in another year; the 28th stands in for a 29th of February."""
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
