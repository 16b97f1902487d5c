"""The debtor's calendar: which day it is there, and which moment a day or a wall clock there means."""

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from recoup_events.kernel.refusals import Unacceptable

_OF_THE_MACHINE = frozenset({"localtime", "Factory"})
"""Zones of the computer that asks; they say nothing about where a debtor is."""


class UnknownTimeZone(Unacceptable):
    """The time zone is not in the IANA database."""

    code = "unknown_time_zone"


@cache
def time_zones() -> frozenset[str]:
    """Every name the IANA database knows, e.g. ``Europe/Berlin``."""
    return frozenset(available_timezones()) - _OF_THE_MACHINE


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone of this IANA name; ``None`` where there is none, which is for the caller to judge."""
    return ZoneInfo(name) if name in time_zones() else None


def local_date(moment: datetime, time_zone: str) -> date:
    """The debtor's today."""
    return moment.astimezone(_zone(time_zone)).date()


def start_of_day(day: date, time_zone: str) -> datetime:
    """The first moment of a day, in UTC; a midnight that daylight saving skips moves forward."""
    return at_local_time(day, time.min, time_zone)


def at_local_time(day: date, at: time, time_zone: str) -> datetime:
    """The instant of a wall-clock time, in UTC.

    A time that a clock change repeats is the first of the two; one that it skips moves forward.
    """
    return datetime.combine(day, at, tzinfo=_zone(time_zone)).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    zone = known_zone(name)
    if zone is None:
        raise UnknownTimeZone(
            f"{name!r} is not an IANA time zone; correct the customer's, e.g. to Europe/Berlin."
        )
    return zone
