"""A cash forecast: parts of what is owed, summed up by creditor, currency and week."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from invoice.reports.domain.forecasting import Part, PartKind

Key = tuple[str, str]
"""Creditor and currency."""


class Week(NamedTuple):
    invoices: int
    instalments: int


class Forecast:
    """The sums of one creditor and currency, in minor units."""

    def __init__(self, mondays: Sequence[date]) -> None:
        self._mondays = mondays
        self._end = mondays[-1] + timedelta(weeks=1)
        self._by_week: defaultdict[tuple[int, PartKind], int] = defaultdict(int)
        self._apart: defaultdict[PartKind, int] = defaultdict(int)
        self.later = 0
        """Expected after the last week."""

    def add(self, part: Part) -> None:
        if part.expected_on is None:
            self._apart[part.kind] += part.minor_units
        elif part.expected_on >= self._end:
            self.later += part.minor_units
        else:
            week = bisect_right(self._mondays, part.expected_on) - 1
            self._by_week[week, part.kind] += part.minor_units

    def weeks(self) -> Iterator[tuple[date, Week]]:
        for nth, monday in enumerate(self._mondays):
            expected = self._by_week[nth, PartKind.EXPECTED]
            yield monday, Week(expected, self._by_week[nth, PartKind.INSTALMENT])

    def apart(self, kind: PartKind) -> int:
        return self._apart[kind]

    @property
    def total(self) -> int:
        return sum(self._by_week.values()) + self.later + sum(self._apart.values())


class Forecasts:
    """By creditor and currency."""

    def __init__(self, mondays: Sequence[date]) -> None:
        self._mondays = mondays
        self.found: dict[Key, Forecast] = {}

    def add(self, key: Key, parts: Sequence[Part]) -> None:
        if parts:
            forecast = self.found.setdefault(key, Forecast(self._mondays))
            for part in parts:
                forecast.add(part)
