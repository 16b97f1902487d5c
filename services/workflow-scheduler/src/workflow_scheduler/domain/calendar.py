"""The debtor's calendar: which day it is there, and when a wall clock there shows a time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from workflow_scheduler.domain.errors import UnknownTimeZone


def moment(day: date, at: time, time_zone: str) -> datetime:
    """The instant of a wall-clock time, in UTC.

    A time that a clock change repeats is the first of the two; one that it skips moves forward.
    """
    return datetime.combine(day, at, tzinfo=_zone(time_zone)).astimezone(UTC)


def local_day(now: datetime, time_zone: str) -> date:
    """The debtor's today."""
    return now.astimezone(_zone(time_zone)).date()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownTimeZone(
            f"{name!r} is not an IANA time zone; correct the customer's, e.g. to Europe/Berlin"
        ) from error
