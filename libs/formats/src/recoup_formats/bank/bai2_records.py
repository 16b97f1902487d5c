"""BAI2 as records: lines that go on in others, fields between commas, a slash at the end."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recoup_formats.amounts import short
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location
from recoup_formats.text import LONGEST_LINE

_CODES = ("01", "02", "03", "16", "49", "88", "98", "99")
_NEXT = re.compile(r"/\s+(?=(?:01|02|03|16|49|88|98|99),)")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_MOST_CONTINUATIONS = 500
_TEXT = "16"
"""The record that ends in free text, in which commas and slashes mean nothing."""


class Record(NamedTuple):
    code: str
    fields: list[str]
    line: int
    lines: int
    """How many physical records it takes, which the totals count."""

    @property
    def at(self) -> Location:
        return Location(self.line)

    def field(self, index: int) -> str:
        return self.fields[index].strip() if index < len(self.fields) else ""

    def integer(self, index: int, what: str) -> int:
        """Amounts have no decimal point: they are in the smallest unit already."""
        written = self.field(index)
        if not _INTEGER.fullmatch(written):
            raise self.refusal(f"{what} is {short(written)} and must be a whole number")
        return int(written)

    def refusal(self, sentence: str) -> FileRefused:
        return FileRefused.because(
            Code.RECORD_INVALID,
            f"In record {self.code}, {sentence}. Ask the bank for the file again.",
            self.at,
        )


def records(numbered: Iterable[tuple[int, str]]) -> Iterator[Record]:
    """Each with the records 88 that go on from it."""
    whole: Record | None = None
    for number, text in _physical(numbered):
        code, fields = text[:2], text[3:]
        if code not in _CODES or text[2:3] not in (",", ""):
            if whole is not None and whole.code == _TEXT and not whole.fields[-1].endswith("/"):
                whole.fields[-1] += f" {text}"  # the bank has broken its text
                _check_size(whole)
                continue
            raise FileRefused.because(
                Code.FORMAT_UNKNOWN if whole is None else Code.RECORD_INVALID,
                f"The record {short(text)} does not begin with the code of BAI2 and a comma, such "
                "as 16,. Ask the bank for the file again.",
                Location(number),
            )
        if code == "88" and whole is not None:
            whole = _goes_on(whole, fields)
            continue
        if whole is not None:
            yield _split(whole)
        whole = Record(code, [fields], number, 1)
    if whole is not None:
        yield _split(whole)


def _physical(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Some files have several records in one line, and empty lines."""
    for number, line in numbered:
        text = line.strip()
        if text:
            pieces = _NEXT.split(text)
            for piece in pieces[:-1]:
                yield number, piece + "/"
            yield number, pieces[-1]


def _goes_on(whole: Record, fields: str) -> Record:
    whole.fields.append(fields)
    _check_size(whole)
    return whole._replace(lines=whole.lines + 1)


def _check_size(whole: Record) -> None:
    if len(whole.fields) > _MOST_CONTINUATIONS or len(whole.fields[-1]) > LONGEST_LINE:
        raise whole.refusal(f"it goes on for more than {_MOST_CONTINUATIONS} lines")


def _split(whole: Record) -> Record:
    """A slash ends what is written; where a record goes on, a new field begins."""
    pieces = [piece.rstrip().removesuffix("/").rstrip() for piece in whole.fields]
    between = " " if whole.code == _TEXT else ","
    return whole._replace(fields=between.join(pieces).split(","))
