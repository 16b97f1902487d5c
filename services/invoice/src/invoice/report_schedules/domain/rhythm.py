"""How often a report is made: every day, week or month, at an hour on somebody's wall clock."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from recoup_events.invoice import Weekday
from recoup_events.kernel.event import Value
from recoup_receivables.calendar import at_local_time, local_date

_WEEKDAYS = tuple(Weekday)


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Rhythm(Value):
    every: Every
    weekday: Weekday | None = None
    """Of a weekly one."""
    day: int | None = None
    """Of a monthly one; a month that is shorter has it on its last day."""
    hour: int
    time_zone: str

    def after(self, moment: datetime) -> datetime:
        """The first time it is due after this moment; an hour that a clock change skips moves forward."""
        day = local_date(moment, self.time_zone)
        while (due := self._on(day)) is None or due <= moment:
            day += timedelta(days=1)
        return due

    def _on(self, day: date) -> datetime | None:
        if not self._is_of(day):
            return None
        return at_local_time(day, time(self.hour), self.time_zone)

    def _is_of(self, day: date) -> bool:
        match self.every:
            case Every.DAY:
                return True
            case Every.WEEK:
                return _WEEKDAYS[day.weekday()] == self.weekday
            case Every.MONTH:
                return day.day == min(self.day or 1, monthrange(day.year, day.month)[1])
