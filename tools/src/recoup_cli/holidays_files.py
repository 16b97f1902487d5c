"""Public holidays, written down from the library that knows them: rules read only what is written down."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import holidays

HOLIDAYS = Path("libs/compliance/src/recoup_compliance/holidays")
YEARS = range(2015, 2041)
_EVERY_KIND = ("public", "optional")
_PUBLIC = ("public",)
WORKING_DAYS: Mapping[str, Sequence[str]] = {
    "AT": (),
    "AU": ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"),
    "BE": (),
    "CA": ("AB", "BC", "MB", "NB", "NS"),
    "CH": (),
    "DE": (
        *("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV"),
        *("NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"),
    ),
    "ES": (),
    "FR": (),
    "GB": ("ENG", "NIR", "SCT", "WLS"),
    "IE": (),
    "IT": (),
    "NL": (),
    "US": ("CA", "FL", "IL", "MA", "NY", "PA", "TX", "WA"),
}
"""Countries and their parts whose working days workflows know; elsewhere weekends alone are off."""
WRITTEN: Mapping[str, tuple[str, str | None, tuple[str, ...]]] = {
    **{of: (of, None, _PUBLIC) for of in WORKING_DAYS},
    **{f"{of}-{p}": (of, p, _PUBLIC) for of, parts in WORKING_DAYS.items() for p in parts},
    # Also the days that only some keep, such as Easter Monday: who is left alone then is not wronged.
    "CA-ON": ("CA", "ON", _EVERY_KIND),
    "CA-QC": ("CA", "QC", _EVERY_KIND),
}


def holiday_files() -> Mapping[str, str]:
    """The text of each file, by its name."""
    return {f"{of}.json": _text(of, _days(*source)) for of, source in WRITTEN.items()}


def _days(country: str, subdivision: str | None, categories: tuple[str, ...]) -> list[date]:
    return sorted(
        holidays.country_holidays(
            country, subdiv=subdivision, years=YEARS, categories=categories, observed=True
        )
    )


def _text(of: str, days: list[date]) -> str:
    head = {"of": of, "first_year": YEARS[0], "last_year": YEARS[-1]}
    by_year = (", ".join(f'"{day}"' for day in days if day.year == year) for year in YEARS)
    lines = ",\n    ".join(by_year)
    opening = json.dumps(head, indent=2).removesuffix("\n}")
    return f'{opening},\n  "days": [\n    {lines}\n  ]\n}}\n'
