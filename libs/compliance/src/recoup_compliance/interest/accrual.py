"""Simple interest, day by day on what was owed that day, as segments that a debtor can recompute."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from recoup_compliance.interest.day_count import DayCount, days_between, days_in_year
from recoup_compliance.interest.law import Fixing, Law
from recoup_compliance.interest.reference_rates import percent
from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money, rounded, total
from recoup_events.kernel.refusals import Refused

DAY = timedelta(1)
WHOLE = 100_00
"""All of it, in hundredths of a percent."""
Rate = tuple[int, str]
"""In hundredths of a percent, and who says so."""


class LawNotInForce(Refused):
    """The law has other numbers for days as early as these, which are not known here."""

    code = "law_not_in_force"


class Reduction(NamedTuple):
    """Money that came in, or a credit: from its value date on less is owed."""

    value_date: date
    amount: Money


class InterestFree(NamedTuple):
    """Days for which nobody pays interest, then or later."""

    first_day: date
    until: date | None
    """The first that bears interest again."""
    authority: str

    def includes(self, day: date) -> bool:
        return self.first_day <= day and (self.until is None or day < self.until)


class Segment(Value):
    """Days on which neither the balance nor the rate changed; free ones have the rate zero."""

    first_day: date
    last_day: date
    days: int
    balance: Money
    rate: int
    """A year's, in hundredths of a percent."""
    days_in_year: int
    rounds_each_day: bool
    authority: str
    """The law, and the rate it refers to."""

    @property
    def exact(self) -> Fraction:
        """In minor units; rounded only where the law's practice rounds the sum of each day."""
        of_one_day = Fraction(self.balance.minor_units * self.rate, WHOLE * self.days_in_year)
        return self.days * (Fraction(rounded(of_one_day)) if self.rounds_each_day else of_one_day)

    def __str__(self) -> str:
        return (
            f"{self.first_day} to {self.last_day}: {self.balance} x {percent(self.rate)} "
            f"x {self.days} / {self.days_in_year} ({self.authority})"
        )


class Interest(Value):
    law: str
    segments: tuple[Segment, ...]
    amount: Money
    """The exact sum of the segments, rounded once, half a minor unit up."""


def interest(
    law: Law,
    principal: Money,
    first_day: date,
    last_day: date,
    reductions: Iterable[Reduction] = (),
    free: Sequence[InterestFree] = (),
) -> Interest:
    """What the law grants on ``principal`` from the first day of interest to the last, both included.

    The first day is the one after the due date. Reductions of earlier days are taken off first; their
    order makes no difference. Raises ``RateUnknown`` or ``LawNotInForce``.
    """
    if first_day < law.effective_from:
        raise LawNotInForce(
            f"{law.citation} is known here for interest from {law.effective_from} on, not from "
            f"{first_day}; charge it by the rule that applied then."
        )
    falls = _falls(law, reductions)
    segments: list[Segment] = []
    accrued, booked = Fraction(0), 0
    earlier = (fall for day, fall in falls.items() if day < first_day)
    owed = principal - total(earlier, principal.currency)
    for start, end in _spans(law, first_day, last_day, [*falls, *_edges(free)]):
        owed -= falls.get(start, Money.zero(owed.currency))
        if law.compounds and start != first_day and start == _anniversary(first_day, start):
            whole = rounded(accrued) - booked
            owed, booked = owed + Money(minor_units=whole, currency=owed.currency), booked + whole
        if owed.minor_units > 0:
            authority = next((each.authority for each in free if each.includes(start)), None)
            rate = _rate(law, start, first_day) if authority is None else (0, authority)
            segments.append(_segment(law, owed, start, end, rate))
            accrued += segments[-1].exact
    amount = Money(minor_units=rounded(accrued), currency=principal.currency)
    return Interest(law=law.id, segments=tuple(segments), amount=amount)


def _falls(law: Law, reductions: Iterable[Reduction]) -> Mapping[date, Money]:
    """By the first day on which less is owed."""
    falls: dict[date, Money] = {}
    for day, amount in reductions:
        first = day + DAY if law.payment_day_counts else day
        falls[first] = falls.get(first, Money.zero(amount.currency)) + amount
    return falls


def _edges(free: Iterable[InterestFree]) -> Iterable[date]:
    for each in free:
        yield from (day for day in (each.first_day, each.until) if day is not None)


def _spans(
    law: Law, first_day: date, last_day: date, falls: Iterable[date]
) -> Sequence[tuple[date, date]]:
    """The days cut where the rate, the balance or the length of the year may change."""
    cuts = {first_day, *falls, *_turns(law, first_day, last_day)}
    starts = sorted(day for day in cuts if first_day <= day <= last_day)
    ends = [day - DAY for day in starts[1:]]
    return list(zip(starts, [*ends, last_day], strict=False))


def _turns(law: Law, first_day: date, last_day: date) -> Iterable[date]:
    for year in range(first_day.year, last_day.year + 1):
        if law.reference is not None and law.fixing is Fixing.EACH_HALF_YEAR:
            yield from (date(year, 1, 1), date(year, 7, 1))
        if law.day_count is DayCount.ACTUAL_ACTUAL:
            yield date(year, 1, 1)
        if law.compounds and year > first_day.year:
            yield _anniversary(first_day, date(year, 1, 1))


def _anniversary(first_day: date, within: date) -> date:
    """Its day in another year; 1 March stands in for a 29th of February."""
    try:
        return first_day.replace(year=within.year)
    except ValueError:
        return date(within.year, 3, 1)


def _rate(law: Law, day: date, first_day: date) -> Rate:
    rate, source = law.rate_on(day, first_day)
    authority = law.citation if source == law.citation else f"{law.citation}: {source}"
    return max(rate, 0), authority


def _segment(law: Law, owed: Money, start: date, end: date, by: Rate) -> Segment:
    rate, authority = by
    return Segment(
        first_day=start,
        last_day=end,
        days=days_between(start, end, law.day_count),
        balance=owed,
        rate=rate,
        days_in_year=days_in_year(start, law.day_count),
        rounds_each_day=law.rounds_each_day,
        authority=authority,
    )
