"""How well a creditor collects: days sales outstanding, both ways, and the collection effectiveness index.

The definitions, with examples by hand, stand in ``docs/explanation/reports.md``.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

HUNDREDTH = Decimal("0.01")


class Sales(NamedTuple):
    """What was sold on account in a month, in minor units."""

    month: date
    """Its first day."""
    amount: int

    @property
    def days(self) -> int:
        return monthrange(self.month.year, self.month.month)[1]


class Counted(NamedTuple):
    """How many days of a month's sales the countback takes."""

    sales: Sales
    days: Fraction


@dataclass(frozen=True, slots=True)
class Month:
    """What the figures of one month are made of, in minor units of one currency."""

    opening: int
    """What was owed on receivables at the end of the month before."""
    closing: int
    """And at the end of this one."""
    current: int
    """Of the closing, what was not past due."""
    sales: Sequence[Sales]
    """This month's, and those of the months before, the latest first."""

    @property
    def sold(self) -> int:
        return self.sales[0].amount

    @property
    def dso(self) -> Decimal | None:
        """What is owed in days of this month's sales; unknown where nothing was sold."""
        if self.sold <= 0:
            return None
        return rounded(Fraction(self.closing * self.sales[0].days, self.sold))

    @property
    def countback(self) -> Sequence[Counted]:
        """From the latest month back, until the sales come to what is owed."""
        left, counted = self.closing, []
        for each in self.sales:
            if left <= 0:
                break
            share = Fraction(min(left, each.amount), each.amount) if each.amount > 0 else 1
            counted.append(Counted(each, Fraction(share * each.days)))
            left -= max(each.amount, 0)
        return counted

    @property
    def dso_countback(self) -> Decimal | None:
        """Unknown where all sales do not come to what is owed."""
        if sum(max(each.amount, 0) for each in self.sales) < self.closing:
            return None
        return rounded(sum((each.days for each in self.countback), Fraction()))

    @property
    def cei(self) -> Decimal | None:
        """Of what could be collected, what was, in per cent; unknown where nothing could be."""
        could = self.opening + self.sold - self.current
        if could <= 0:
            return None
        return rounded(Fraction(100 * (self.opening + self.sold - self.closing), could))


def rounded(value: Fraction) -> Decimal:
    """Half a hundredth up."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        HUNDREDTH, ROUND_HALF_UP
    )
