"""What an option means for the creditor's cash, month by month, before anybody accepts it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from recoup_events.kernel.money import Money
from recoup_events.payment_plan import Instalment, OfferedSlice


class Month(NamedTuple):
    first_day: date
    without: Money
    """What would be expected without the plan: by due dates, and what is overdue in the month of the offer."""
    planned: Money
    behind: Money
    """How much less has come by the end of the month."""


def cash_effect(
    slices: Sequence[OfferedSlice], schedule: Sequence[Instalment], made_on: date
) -> Sequence[Month]:
    """The months in which either would bring something."""
    nothing = Money.zero(schedule[0].amount.currency)
    without = _by_month((max(each.due_date, made_on), each.amount) for each in slices)
    planned = _by_month((each.due_on, each.amount) for each in schedule)
    months: list[Month] = []
    behind = nothing
    for month in sorted(without.keys() | planned.keys()):
        behind += without.get(month, nothing) - planned.get(month, nothing)
        months.append(
            Month(month, without.get(month, nothing), planned.get(month, nothing), behind)
        )
    return months


def _by_month(amounts: Iterable[tuple[date, Money]]) -> dict[date, Money]:
    found: dict[date, Money] = {}
    for day, amount in amounts:
        month = day.replace(day=1)
        found[month] = found[month] + amount if month in found else amount
    return found
