"""Days as files write them; a day that does not exist is refused, and none is moved."""

import re
from datetime import date

from recoup_formats.amounts import short
from recoup_formats.codes import Code
from recoup_formats.problems import NOWHERE, FileRefused, Location

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_CENTURY = 80
"""Of two digits for a year, what is smaller lies in this century."""


def day_of(year: int, month: int, day: int, written: str, at: Location = NOWHERE) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise FileRefused.because(
            Code.DAY_INVALID,
            f"{short(written)} is no day of the calendar. Correct it where it comes from.",
            at,
        ) from None


def iso_day(text: str, at: Location = NOWHERE) -> date:
    """Of an XML date or time; of a time the day that is written, wherever it was."""
    written = text.strip()
    read = _ISO.fullmatch(written)
    if read is None:
        raise FileRefused.because(
            Code.DAY_INVALID, f"{short(written)} is no day such as 2026-01-31.", at
        )
    return day_of(int(read[1]), int(read[2]), int(read[3]), written, at)


def compact_day(text: str, at: Location = NOWHERE) -> date:
    """Of eight digits, YYYYMMDD."""
    written = text.strip()
    if not re.fullmatch(r"[0-9]{8}", written):
        raise FileRefused.because(
            Code.DAY_INVALID, f"{short(written)} is no day such as 20260131.", at
        )
    return day_of(int(written[:4]), int(written[4:6]), int(written[6:]), written, at)


def short_day(text: str, at: Location = NOWHERE) -> date:
    """Of six digits, YYMMDD, as MT940 and BAI2 write it."""
    written = text.strip()
    if not re.fullmatch(r"[0-9]{6}", written):
        raise FileRefused.because(
            Code.DAY_INVALID, f"{short(written)} is no day such as 260131.", at
        )
    year = int(written[:2])
    century = 2000 if year < _CENTURY else 1900
    return day_of(century + year, int(written[2:4]), int(written[4:]), written, at)
