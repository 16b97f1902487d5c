"""When what is owed is expected: on its due date and the days after it that its customer usually takes.

Nothing is guessed beyond that. What has its own day or waits for somebody stands apart, so that
all parts together are what is owed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from invoice.open_items.domain.open_receivables import OpenReceivable
from invoice.open_items.domain.plans import RunningPlan

ENOUGH: Final = 3
"""Paid invoices from which on a customer has a habit."""
LOOKED_BACK = timedelta(days=365)


class PartKind(StrEnum):
    EXPECTED = "expected"
    INSTALMENT = "instalment"
    LATER_THAN_USUAL = "later_than_usual"
    """By the customer's habit it should have come; nobody can say when it will."""
    CONTESTED = "contested"
    HELD = "held"
    """Nobody is asked for it: it waits to be released, is never chased, or its customer is insolvent."""
    ON_ITS_WAY = "on_its_way"
    """Covered by money that is reserved for it."""


class Part(NamedTuple):
    kind: PartKind
    minor_units: int
    expected_on: date | None = None


class Habit(NamedTuple):
    """Half of so many paid invoices were paid this many days after they fell due, or sooner."""

    days: int
    payments: int


class Habits(NamedTuple):
    everybody: Habit
    customers: Mapping[str, Habit]
    """Those who have paid enough invoices to have one."""

    def of(self, customer_id: str) -> Habit:
        return self.customers.get(customer_id, self.everybody)


_ASIDE: Final = (
    ("dispute", PartKind.CONTESTED),
    ("reserve", PartKind.ON_ITS_WAY),
    ("plan", PartKind.INSTALMENT),
)


def parts(known: OpenReceivable, habit: Habit, today: date, *, held: bool) -> Iterator[Part]:
    """What is owed on a receivable, apart by what it waits for; a plan's part has the plan's days."""
    assert known.balance is not None, "only what has arrived is owed"
    left = known.balance.minor_units
    aside = known.set_aside
    for by, kind in _ASIDE:
        of_kind = [aside[id].minor_units for id in aside if known.covers[id].by == by]
        amount = min(left, sum(of_kind))
        left -= amount
        if amount:
            yield Part(kind, amount)
    if not left:
        return
    if held:
        yield Part(PartKind.HELD, left)
        return
    expected_on = known.due_date + timedelta(days=habit.days)
    if expected_on < today:
        yield Part(PartKind.LATER_THAN_USUAL, left)
    else:
        yield Part(PartKind.EXPECTED, left, expected_on)


def instalments(plan: RunningPlan, today: date) -> Iterator[Part]:
    """What is open of each, on its day; one whose days of grace run is expected now."""
    for instalment, open in zip(plan.schedule, plan.open, strict=False):
        if open:
            expected_on = max(instalment.due_on, today)
            yield Part(PartKind.INSTALMENT, open.minor_units, expected_on)


def weeks_from(today: date, count: int) -> Sequence[date]:
    """The Mondays of this week and of those that follow."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=nth) for nth in range(count)]
