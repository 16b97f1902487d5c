"""Files of lines: UTF-8, read window by window, so that reading goes on where it stopped."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from invoice.imports.domain.rows import Row, UnreadableFile

LONGEST_LINE = 256 * 1024
"""Of a row; more is no row of a ledger."""
BOM = b"\xef\xbb\xbf"
_ELSE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a zip archive"}
_ELSE |= {b"\x1f\x8b": "gzip", b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}


class Place(NamedTuple):
    """Where reading goes on: behind so many bytes, lines and rows."""

    offset: int = 0
    line: int = 0
    rows: int = 0


class Window(NamedTuple):
    """A piece of a file that begins at a row, or the beginning of the file."""

    data: bytes
    place: Place
    last: bool
    """It reaches to the end of the file."""
    head: bytes
    """The beginning of the file, with its first row."""


class Found(NamedTuple):
    """A row, and where reading goes on behind it."""

    row: Row
    place: Place


Lines = Callable[[Window], Iterator[Found]]


def check_beginning(head: bytes) -> None:
    """Refuse what is not UTF-8 text before anything of it is read."""
    for mark, what in _ELSE.items():
        if head.startswith(mark):
            raise UnreadableFile(f"The file is {what}. Send it as UTF-8 text, unpacked.")
    if b"\x00" in head:
        raise UnreadableFile(
            "The file holds NUL characters, as UTF-16 does. Save it as UTF-8 and send it again."
        )


def decoded(line: bytes, number: int) -> str:
    """A line's text; one that is no UTF-8 says so of the whole file, for amounts beside it lie too."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Line {number} is not UTF-8: byte {error.object[error.start]:#04x} at character "
            f"{error.start + 1}, as in Latin-1. Save the file as UTF-8 and send it again."
        ) from None


def raw_lines(window: Window) -> Iterator[tuple[bytes, Place]]:
    """Whole lines with the place behind each; what a window cuts comes with the next one."""
    at, place, data = 0, window.place, window.data
    if place.offset == 0 and data.startswith(BOM):
        at = len(BOM)
    while at < len(data):
        end = data.find(b"\n", at)
        if end < 0 and not window.last:
            if len(data) - at > LONGEST_LINE:
                raise _too_long(place.line + 1)
            return
        stop = len(data) if end < 0 else end + 1
        if stop - at > LONGEST_LINE:
            raise _too_long(place.line + 1)
        place = Place(window.place.offset + stop, place.line + 1, place.rows)
        yield data[at:stop], place
        at = stop


def _too_long(line: int) -> UnreadableFile:
    return UnreadableFile(
        f"Line {line} is longer than {LONGEST_LINE} bytes. Send one row a line, each ended by a line feed."
    )
