"""Finds what may be numbers of invoices in what a payer wrote: whole ones, never a part of a longer one."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from invoice.receipts.domain.entry import LONGEST_TEXT

MOST_PARTS = 4
"""Of one number that is written in parts, as in ``RE 2026/00017``."""
MOST_NUMBERS = 200
"""That are looked up of one text; what comes behind them is not looked at."""
FEWEST_DIGITS = 3
_PART = re.compile(r"[0-9A-Z]+")
_JOINED = re.compile(r"[-/._]")
"""Signs that hold a number together where no space is beside them."""
_BETWEEN = re.compile(r"[-/._#: ]{0,3}")
"""What people write between the parts of one number."""
_DIGITS = re.compile(r"[0-9]+")


class WrittenNumber(NamedTuple):
    """A run of parts that may be one number."""

    key: str
    """Its letters and digits."""
    start: int
    end: int

    @property
    def digits(self) -> str:
        return "".join(_DIGITS.findall(self.key))

    def means(self, number: str) -> bool:
        """Whether it is this number, letter by letter; signs and spaces do not count."""
        return self.key == key_of(number)

    def may_mean(self, number: str) -> bool:
        """Whether it has the same digits, and only the letters before them are left out or others."""
        tail = self.key.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return tail == digits_of(number) == self.digits and bool(tail)


def key_of(number: str) -> str:
    """A number without the signs and spaces in it."""
    return "".join(_PART.findall(_plain(number)))


def digits_of(number: str) -> str:
    return "".join(_DIGITS.findall(key_of(number)))


def written_numbers(text: str) -> Sequence[WrittenNumber]:
    """From the start of the text, the longest first where several begin together."""
    plain = _plain(text[:LONGEST_TEXT])
    found = (each for each in _runs(plain) if len(each.digits) >= FEWEST_DIGITS)
    numbers: dict[WrittenNumber, None] = {}
    for each in found:
        numbers[each] = None
        if len(numbers) == MOST_NUMBERS:
            break
    return list(numbers)


def _runs(text: str) -> Iterator[WrittenNumber]:
    parts = list(_PART.finditer(text))
    for first in range(len(parts)):
        if not _may_end(text, parts, first - 1, first):
            continue
        last = first
        ends = [first]
        while last + 1 < len(parts) and len(ends) < MOST_PARTS:
            if not _BETWEEN.fullmatch(text, parts[last].end(), parts[last + 1].start()):
                break
            last += 1
            ends.append(last)
        for end in reversed(ends):
            if _may_end(text, parts, end, end + 1):
                key = "".join(part.group() for part in parts[first : end + 1])
                yield WrittenNumber(key, parts[first].start(), parts[end].end())


def _may_end(text: str, parts: Sequence[re.Match[str]], left: int, right: int) -> bool:
    """Whether a number may end between two parts: nothing with digits is joined on there."""
    if left < 0 or right >= len(parts):
        return True
    between = text[parts[left].end() : parts[right].start()]
    joined = _JOINED.fullmatch(between)
    return not (joined and _has_digit(parts[left]) and _has_digit(parts[right]))


def _has_digit(part: re.Match[str]) -> bool:
    return _DIGITS.search(part.group()) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
