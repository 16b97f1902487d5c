"""The shape of a law about interest: a rate, how it is fixed and counted, and a fixed sum."""

from datetime import date, timedelta
from enum import StrEnum

from recoup_compliance.interest.day_count import DayCount
from recoup_compliance.interest.reference_rates import ReferenceRate
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.event import Value


class Fixing(StrEnum):
    """Which day's reference rate applies."""

    EACH_HALF_YEAR = "each_half_year"
    """That of 1 January or 1 July, anew in each half-year."""
    FIRST_HALF_YEAR = "first_half_year"
    """That of 1 January or 1 July before the first day of interest, for the debt's life."""
    DAY_BEFORE_HALF_YEAR = "day_before_half_year"
    """That of 31 December or 30 June before the first day of interest, for the debt's life."""


class Band(Value):
    """A fixed sum for debts from an amount on, both in minor units."""

    debt: int
    sum: int


class FixedSum(Value):
    """What a creditor may ask for once per debt, for the trouble of collecting it."""

    currency: str
    bands: tuple[Band, ...]
    """The smallest first, beginning at zero."""
    from_more_than: bool = False
    """A debt of exactly a band's amount belongs to the band below."""
    citation: str


class Law(Value):
    id: str
    name: str
    citation: str
    country: str | None
    """ISO 3166-1; ``None`` for the Directive that the countries' own laws carry out."""
    debtors: tuple[CustomerKind, ...]
    reference: ReferenceRate | None
    """``None``: the law names the rate itself, as ``margin``."""
    margin: int
    """Added to the reference rate, in hundredths of a percent."""
    fixing: Fixing = Fixing.EACH_HALF_YEAR
    effective_from: date
    """The first day of interest that these numbers are for."""
    day_count: DayCount = DayCount.ACTUAL_365
    rounds_each_day: bool = False
    """Whether the sum of one day is rounded before it is multiplied."""
    payment_day_counts: bool = True
    """Whether the day on which money arrives still bears interest on it."""
    compounds: bool = False
    """Whether interest is added to the debt after each full year."""
    fixed_sum: FixedSum | None = None

    def rate_on(self, day: date, first_day: date) -> tuple[int, str]:
        """The rate of one day of a debt whose interest began on ``first_day``, and where it is from."""
        if self.reference is None:
            return self.margin, self.citation
        fixed_on = self._fixed_on(day, first_day)
        return self.reference.on(fixed_on) + self.margin, f"{self.reference.name} of {fixed_on}"

    def _fixed_on(self, day: date, first_day: date) -> date:
        match self.fixing:
            case Fixing.EACH_HALF_YEAR:
                return half_year_of(day)
            case Fixing.FIRST_HALF_YEAR:
                return half_year_of(first_day)
            case Fixing.DAY_BEFORE_HALF_YEAR:
                return half_year_of(first_day) - timedelta(1)


def half_year_of(day: date) -> date:
    """The 1 January or 1 July with which its half-year began."""
    return date(day.year, 1 if day.month < 7 else 7, 1)
