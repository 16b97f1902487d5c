"""Which time zones are known; an unknown one is a fact about the debtor, not an error."""

from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

_OF_THE_MACHINE = frozenset({"localtime", "Factory"})
"""Zones of the computer that asks; they say nothing about where a debtor is."""


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones()) - _OF_THE_MACHINE


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone of this IANA name, ``None`` where there is none."""
    return ZoneInfo(name) if name in _names() else None
