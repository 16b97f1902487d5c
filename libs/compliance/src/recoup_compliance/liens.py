"""Until when a lien is recorded, by state: dated rules with their sources, each to be confirmed by counsel.

They are the periods of private works; public works, notices that came before and agreements differ.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from recoup_events.kernel.event import Value


class LienRule(Value):
    """One period: days, or a day of a later month."""

    subdivision: str
    residential: bool | None = None
    """``None``: whatever is built."""
    days: int | None = None
    """Counted from the day after the last work or completion."""
    months: int | None = None
    """Of which month after that of the last work it is the ``day_of_month``."""
    day_of_month: int = 15
    effective_from: date
    source: str

    def deadline(self, counts_from: date) -> date:
        """The last day to record it; where a weekend or holiday would move it, it is not moved: early is safe."""
        if self.months is not None:
            return nth_of_month_after(counts_from, self.months, self.day_of_month)
        assert self.days is not None, "a rule says days or months"
        return counts_from + timedelta(days=self.days)


RULES: Sequence[LienRule] = (
    LienRule(
        subdivision="US-CA",
        days=90,
        effective_from=date(2012, 7, 1),
        source="Cal. Civ. Code 8412, 8414 (90 days after completion; 60 or 30 after a notice of completion)",
    ),
    LienRule(
        subdivision="US-TX",
        residential=False,
        months=4,
        effective_from=date(2022, 1, 1),
        source="Tex. Prop. Code 53.052, 53.003(e) (15th day of the fourth month)",
    ),
    LienRule(
        subdivision="US-TX",
        residential=True,
        months=3,
        effective_from=date(2022, 1, 1),
        source="Tex. Prop. Code 53.052, 53.003(e) (15th day of the third month: residential)",
    ),
    LienRule(
        subdivision="US-FL",
        days=90,
        effective_from=date(1990, 10, 1),
        source="Fla. Stat. 713.08(5) (90 days after the final furnishing)",
    ),
)


def lien_rule(subdivision: str | None, counts_from: date, *, residential: bool) -> LienRule | None:
    """The rule of a state for work that ended on a day; ``None`` where none is known here."""
    found = [
        rule
        for rule in RULES
        if rule.subdivision == subdivision
        and rule.effective_from <= counts_from
        and rule.residential in (None, residential)
    ]
    return max(found, key=lambda rule: rule.effective_from, default=None)


def nth_of_month_after(day: date, months: int, nth: int) -> date:
    """The ``nth`` day of the month that many months after a day's own; its last, where it is shorter."""
    later = day.month - 1 + months
    year, month = day.year + later // 12, later % 12 + 1
    return date(year, month, min(nth, monthrange(year, month)[1]))
