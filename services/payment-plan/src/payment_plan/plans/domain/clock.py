"""A plan's clock: the days on which it stands still, and how they move what is to come."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from recoup_events.kernel.event import Value
from recoup_events.payment_plan import Instalment

_DAY = timedelta(days=1)


class Suspension(Value):
    """From one day until another, which is the first that counts again."""

    since: date
    until: date


class Days(NamedTuple):
    """The days of one instalment, as they are after all suspensions."""

    due: date
    missed: date
    """The first day after it was to be paid."""
    broken: date
    """The first day after its grace."""


def days_of(instalment: Instalment, grace_days: int, suspensions: Iterable[Suspension]) -> Days:
    due = instalment.due_on
    agreed = (due, due + _DAY, due + _DAY * (1 + grace_days))
    return Days(*(moved(day, suspensions) for day in agreed))


def moved(day: date, suspensions: Iterable[Suspension]) -> date:
    """As it is after all suspensions."""
    for each in sorted(suspensions, key=lambda each: each.since):
        if day >= each.since:
            day += each.until - each.since
    return day
