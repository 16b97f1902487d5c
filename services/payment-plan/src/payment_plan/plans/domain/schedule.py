"""Schedules: how a sum becomes instalments."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from payment_plan.plans.domain.errors import ScheduleUnacceptable
from recoup_events.kernel.money import Money, split
from recoup_events.payment_plan import Instalment


class Every(StrEnum):
    """How far instalments lie apart."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


def proposed(
    whole: Money, instalments: int, first_due_on: date, every: Every
) -> tuple[Instalment, ...]:
    """Equal instalments; the smallest units that do not divide go to the first ones."""
    if whole.minor_units < instalments:
        raise ScheduleUnacceptable(
            f"{whole} cannot be paid in {instalments} instalments above zero; propose fewer.",
            pointer="/instalments",
        )
    parts = split(whole, (1,) * instalments)
    return tuple(
        Instalment(due_on=_nth(first_due_on, n, every), amount=part) for n, part in enumerate(parts)
    )


def _nth(first: date, n: int, every: Every) -> date:
    match every:
        case Every.WEEK:
            return first + timedelta(weeks=n)
        case Every.TWO_WEEKS:
            return first + timedelta(weeks=2 * n)
        case Every.MONTH:
            return _months_later(first, n)


def _months_later(first: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is too short."""
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
