"""Schedules: how a sum becomes instalments."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from payment_plan.plans.domain.errors import ScheduleUnacceptable
from recoup_events.kernel.money import Money, split
from recoup_events.payment_plan import Every, Instalment


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
    days = days_apart(first_due_on, instalments, every)
    return tuple(Instalment(due_on=day, amount=part) for day, part in zip(days, parts, strict=True))


def days_apart(first: date, instalments: int, every: Every) -> Sequence[date]:
    """So many days, from the first on."""
    return [_nth(first, n, every) for n in range(instalments)]


def _nth(first: date, n: int, every: Every) -> date:
    match every:
        case Every.WEEK:
            return first + timedelta(weeks=n)
        case Every.TWO_WEEKS:
            return first + timedelta(weeks=2 * n)
        case Every.MONTH:
            return months_later(first, n)


def months_later(first: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is too short.

    A first day that ends its month is meant so: each of the others ends its own.
    """
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    last = monthrange(year, month)[1]
    ends = first.day == monthrange(first.year, first.month)[1]
    return date(year, month, last if ends else min(first.day, last))
