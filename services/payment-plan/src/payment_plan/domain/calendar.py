"""The debtor's calendar: which day it is there, and when a day there begins."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_day(moment: datetime, time_zone: str) -> date:
    """The debtor's today."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def beginning(day: date, time_zone: str) -> datetime:
    """The first moment of a day; a midnight that daylight saving skips moves forward."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)
