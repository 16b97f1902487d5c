"""NDJSON: a body of the API on each line, of the import's kind or with a ``type`` that says which."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json

from invoice.imports.domain.lines import Found, Lines, Place, Window, decoded, raw_lines
from invoice.imports.domain.rows import Kind, Row, RowMistake

_TYPES = [kind for kind in Kind if kind is not Kind.OPEN_ITEM]
"""Open items come by themselves: they are compared, and what their file lacks is found."""
_BLANK = re.compile(rb"\s*")


def ndjson(kind: str | None) -> Lines:
    """Reads lines of one kind, or of the kind that each names."""

    def rows(window: Window) -> Iterator[Found]:
        count = window.place.rows
        for line, place in raw_lines(window):
            if _BLANK.fullmatch(line):
                continue
            count += 1
            behind = Place(place.offset, place.line, count)
            yield Found(_row(line, place.line, kind), behind)

    return rows


def _row(line: bytes, number: int, kind: str | None) -> Row:
    text = decoded(line, number)
    if kind is not None:
        return Row(kind, line.strip(), number)
    try:
        body = from_json(text)
    except ValueError as error:
        detail = f"The line is not JSON: {error}. Send one object a line."
        return Row("", b"", number, mistakes=[RowMistake(detail=detail)])
    return _typed(body, number)


def _typed(body: Any, number: int) -> Row:
    name = body.pop("type", None) if isinstance(body, dict) else None
    if name in _TYPES:
        return Row(name, body, number)
    known = ", ".join(_TYPES)
    detail = f"Say what the line is: type is one of {known}. Or name the kind of the whole import."
    return Row("", b"", number, mistakes=[RowMistake(detail=detail, field="/type")])
