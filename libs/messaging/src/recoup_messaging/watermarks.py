"""Drops what was heard before: a relay worker may publish again what another has published."""

from collections.abc import Sequence

from recoup_eventstore.ports import START, Cursor, Watermarks
from recoup_messaging.arrivals import Arrival


def highest(arrivals: Sequence[Arrival]) -> Watermarks:
    """How far these records reach in each slot of their publisher."""
    marks: dict[int, Cursor] = {}
    _raise(marks, arrivals)
    return marks


def fresh(arrivals: Sequence[Arrival], before: Watermarks) -> list[Arrival]:
    """Those above the watermarks; one whose place could not be read counts as new."""
    return _raise(dict(before), arrivals)


def _raise(marks: dict[int, Cursor], arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Raise them in turn; gives the arrivals that did, and those without a place."""
    risen: list[Arrival] = []
    for arrival in arrivals:
        heading = arrival.heading
        if heading is None:
            risen.append(arrival)
        elif heading.cursor > marks.get(heading.slot, START):
            marks[heading.slot] = heading.cursor
            risen.append(arrival)
    return risen
