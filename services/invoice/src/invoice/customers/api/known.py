"""What the world agrees on: countries and time zones by the tz database, subdivisions by ISO."""

from functools import cache
from importlib.resources import files

import pycountry

from recoup_receivables.calendar import known_zone


@cache
def _countries() -> frozenset[str]:
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in table.splitlines() if not line.startswith("#"))


@cache
def _subdivisions() -> frozenset[str]:
    return frozenset(each.code for each in pycountry.subdivisions)


def country(code: str) -> str:
    if code not in _countries():
        raise ValueError(f"{code!r} is not an ISO 3166-1 alpha-2 code; send e.g. DE or US")
    return code


def time_zone(name: str) -> str:
    if known_zone(name) is None:
        raise ValueError(f"{name!r} is not an IANA time zone; send e.g. Europe/Berlin")
    return name


def subdivision(code: str) -> str:
    if code not in _subdivisions():
        raise ValueError(f"{code!r} is not an ISO 3166-2 code; send e.g. US-CA or DE-BY")
    return code
