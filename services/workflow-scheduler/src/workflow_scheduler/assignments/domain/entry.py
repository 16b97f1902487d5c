"""Entry: where an invoice that comes late begins on its workflow."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from recoup_events.kernel.event import Value


class EntryMode(StrEnum):
    MILDEST = "mildest"
    """At the mildest step that is due, and what follows is spaced as the workflow spaces it."""
    WHERE_IT_WOULD_BE = "where_it_would_be"
    """At the step it would have come to by now."""


class Entry(Value):
    """A tenant's choice; nobody's first contact is a final notice unless the tenant says so."""

    mode: EntryMode = EntryMode.MILDEST
    highest_level: int | None = 1
    """Without earlier contact it begins at no harsher level; ``None`` where any will do."""


def steps_behind(
    moments: Sequence[tuple[int, date]], today: date, entry: Entry, *, contacted: bool
) -> int:
    """How many of the steps, given by level and day, count as taken when it enters today."""
    if entry.mode is EntryMode.MILDEST:
        return 0
    gone = sum(1 for _, day in moments if day < today)
    behind = max(gone - 1, 0)
    if contacted or entry.highest_level is None:
        return behind
    while behind and behind < len(moments) and moments[behind][0] > entry.highest_level:
        behind -= 1
    return behind
