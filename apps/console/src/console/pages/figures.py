"""What is owed, by age: figures of the overview, and the widths of its pictures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BUCKETS = ("not due", "1\u201330 days", "31\u201360", "61\u201390", "91+")


@dataclass(frozen=True, slots=True)
class Aged:
    """What is owed to one creditor, or to all, in one currency."""

    currency: str
    creditor_id: str | None
    owed: Sequence[int]
    """By bucket, in minor units."""
    receivables: int

    @property
    def total(self) -> int:
        return sum(self.owed)

    @property
    def overdue(self) -> int:
        return sum(self.owed[1:])

    def segments(self, most: int, width: int) -> Sequence[tuple[int, int, int]]:
        """Bucket, left edge and width of each part of a bar; ``most`` is what fills the width."""
        found, at = [], 0
        for bucket, owed in enumerate(self.owed):
            wide = max(owed, 0) * width // most if most else 0
            if wide:
                found.append((bucket, at, wide))
            at += wide
        return found


def by_currency(rows: Iterable[Mapping[str, Any]]) -> Sequence[Aged]:
    """All creditors together, the currency most is owed in first."""
    return _aged(rows, lambda row: (row["currency"], None))


def by_creditor(rows: Iterable[Mapping[str, Any]]) -> Sequence[Aged]:
    """Each creditor and currency apart."""
    return _aged(rows, lambda row: (row["currency"], row["creditor_id"]))


def _aged(rows: Iterable[Mapping[str, Any]], key: Any) -> Sequence[Aged]:
    owed: defaultdict[tuple[str, str | None], list[int]] = defaultdict(lambda: [0] * len(BUCKETS))
    counts: defaultdict[tuple[str, str | None], int] = defaultdict(int)
    for row in rows:
        owed[key(row)][row["bucket"]] += row["owed"]
        counts[key(row)] += row["receivables"]
    in_currency = Counter[str]()
    for (currency, _), number in counts.items():
        in_currency[currency] += number
    found = [Aged(*name, parts, counts[name]) for name, parts in owed.items()]
    return sorted(
        found, key=lambda aged: (-in_currency[aged.currency], aged.currency, -aged.receivables)
    )
