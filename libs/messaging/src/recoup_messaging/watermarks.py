"""Drops what was applied before, and tells the place a publisher may have come to from one it cannot."""

from collections.abc import Sequence
from typing import NamedTuple

from recoup_eventstore.parked import Reason
from recoup_eventstore.ports import START, Cursor, Watermarks
from recoup_messaging.decoded_record import DecodedRecord

LIMIT = 2**53
"""No store comes as far, and whoever reads JSON with doubles still counts right up to here."""
LEAP = 2**36
"""Transactions or events between two records of a slot: a year's of 2,000 a second."""
LEAP_GENERATIONS = 100
"""Restores of a database between them."""


class Judged(NamedTuple):
    """What is new in a batch, and how far what was understood of it reaches."""

    new: list[DecodedRecord]
    marks: Watermarks


def furthest(decoded_records: Sequence[DecodedRecord]) -> dict[int, Cursor]:
    """How far what was understood reaches in each slot that is named, if all of it is plausible."""
    marks: dict[int, Cursor] = {}
    for _, heading, envelope, *_ in decoded_records:
        if heading is None:
            continue
        cursor = START if envelope is None else heading.cursor
        if cursor >= marks.get(heading.slot, START):
            marks[heading.slot] = cursor
    return marks


def judged(decoded_records: Sequence[DecodedRecord], before: Watermarks) -> Judged:
    """Drop what lies at or below the watermarks, and raise them by what was understood alone.

    What cannot be placed counts as new; what leaps too far is new, with that as its problem.
    """
    marks, new = dict(before), list[DecodedRecord]()
    for decoded in decoded_records:
        heading = decoded.heading
        if heading is None:
            new.append(decoded)
            continue
        mark = marks.get(heading.slot)
        if mark is not None and heading.cursor <= mark:
            continue
        if decoded.envelope is None:
            new.append(decoded)
        elif (problem := implausible(heading.cursor, mark)) is not None:
            new.append(decoded._replace(problem=problem, reason=Reason.IMPLAUSIBLE))
        else:
            marks[heading.slot] = heading.cursor
            new.append(decoded)
    return Judged(new, {slot: mark for slot, mark in marks.items() if before.get(slot) != mark})


def implausible(cursor: Cursor, mark: Cursor | None) -> str | None:
    """Why its publisher cannot have come from the watermark to there, if it cannot."""
    gen, txid, pos = cursor
    if max(cursor) > LIMIT:
        return f"its place {cursor} lies beyond 2^53, where no store comes"
    if mark is None or mark == START:  # nothing is known of where it was
        return None
    leaps = (
        gen - mark.gen > LEAP_GENERATIONS,
        gen == mark.gen and txid - mark.txid > LEAP,  # a restored server counts anew
        pos - mark.pos > LEAP,
    )
    if any(leaps):
        return f"its place {cursor} is too far ahead of {mark}, where its publisher was last"
    return None
