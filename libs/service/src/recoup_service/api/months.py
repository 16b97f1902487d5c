"""Reports by month: which months are wanted, from the earlier to the later one."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from recoup_service.api.problems import Problem

MOST = 24
USUAL = 12
_WRITTEN = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"

FromMonth = Annotated[
    str | None,
    Query(
        pattern=_WRITTEN,
        description="The first month; eleven before the last one if left out. From the first to the last are "
        f"1 to {MOST} months: others are refused as `months_unacceptable`.",
        examples=["2026-01"],
    ),
]
UntilMonth = Annotated[
    str | None,
    Query(
        pattern=_WRITTEN,
        description="The last month; the last one that is over, in UTC, if left out.",
        examples=["2026-06"],
    ),
]


def wanted(from_month: str | None, until_month: str | None, today: date) -> Sequence[date]:
    """The first day of each month, at most 24 of them."""
    until = _first_day(until_month) if until_month else before(today.replace(day=1), 1)
    first = _first_day(from_month) if from_month else before(until, USUAL - 1)
    found = list(months(first, until))
    if not 0 < len(found) <= MOST:
        raise Problem(
            400,
            "months_unacceptable",
            f"From {first:%Y-%m} to {until:%Y-%m} are {len(found)} months. Ask for 1 to {MOST} of "
            "them, from the earlier to the later one.",
        )
    return found


def months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def before(month: date, many: int) -> date:
    """The first day of the month so many before."""
    for _ in range(many):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _first_day(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
