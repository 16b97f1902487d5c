"""CSV: a header row, then a thing a row, its columns mapped to fields of the API."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from invoice.imports.domain.lines import (
    LONGEST_LINE,
    Found,
    Lines,
    Place,
    Window,
    decoded,
    raw_lines,
)
from invoice.imports.domain.locale import Unclear, day, number
from invoice.imports.domain.mapping import ColumnMapping
from invoice.imports.domain.rows import Row, RowMistake, UnreadableFile

_NAMED = re.compile(r"\{([^{}]+)\}")
_NUMBERS = ("amount", "balance")
_DAYS = re.compile(r"(.*_)?(date|on|from|until)")
_WHOLE = ("level", "term")
Cells = Mapping[str, str]


def table(kind: str, mapping: ColumnMapping) -> Lines:
    """Reads rows of one kind."""

    def rows(window: Window) -> Iterator[Found]:
        header = _header(window, mapping)
        begins = window.place.offset == 0
        count = window.place.rows
        for record, line, place in _records(window):
            if begins:
                begins = False  # the header itself
                continue
            if not record.strip():
                continue
            count += 1
            behind = Place(place.offset, place.line, count)
            yield Found(_row(kind, mapping, header, record, line), behind)

    return rows


def columns_of(mapping: ColumnMapping) -> Sequence[str]:
    """Every column that a mapping reads."""
    named = [name for _, text in mapping.columns for name in _parts(text)]
    return list(dict.fromkeys([*named, *dict(mapping.only)]))


def column_at(mapping: ColumnMapping, pointer: str | None) -> str | None:
    """The column that a pointer into the body is about."""
    if pointer is None:
        return None
    path = pointer.strip("/").replace("/", ".")
    for field, column in mapping.columns:
        if field == path or field.startswith(f"{path}.") or path.startswith(f"{field}."):
            return column
    return None


def _parts(text: str) -> Sequence[str]:
    return _NAMED.findall(text) or [text]


def _records(window: Window) -> Iterator[tuple[str, int, Place]]:
    """A record may have several lines, within quotes; with the line where it begins."""
    text, begins = "", 0
    place = window.place
    for line, place in raw_lines(window):
        begins = begins or place.line
        text += decoded(line, place.line)
        if text.count('"') % 2 == 0:
            yield text, begins, place
            text, begins = "", 0
        elif len(text) > LONGEST_LINE:
            raise UnreadableFile(f"The quote of line {begins} is never closed. Correct it.")
    if text and window.last:
        raise UnreadableFile(f"The quote of line {begins} is never closed. Correct it.")


def _cells(record: str, mapping: ColumnMapping) -> Sequence[str]:
    try:
        return next(csv.reader(StringIO(record, newline=""), delimiter=mapping.delimiter), [])
    except csv.Error as error:
        raise Unclear(f"the row is no CSV: {error}") from None


def _header(window: Window, mapping: ColumnMapping) -> Sequence[str]:
    beginning = Window(window.head, Place(), last=False, head=b"")
    if b"\n" not in window.head:
        beginning = beginning._replace(last=True)
    first = next(_records(beginning), None)
    if first is None:
        raise UnreadableFile("The file is empty. Send a header row and a row for each thing.")
    names = [name.strip().lstrip("*") for name in _cells(first[0], mapping)]
    missing = [name for name in columns_of(mapping) if name not in names]
    if missing:
        raise UnreadableFile(
            f"The header row has no column {', '.join(missing)}; it has {', '.join(names)[:500]}. "
            "Send a header row, name the delimiter, or choose another mapping."
        )
    twice = {name for name in names if names.count(name) > 1 and name in columns_of(mapping)}
    if twice:
        raise UnreadableFile(f"The header row has {', '.join(sorted(twice))} twice. Rename one.")
    return names


def _row(kind: str, mapping: ColumnMapping, header: Sequence[str], record: str, line: int) -> Row:
    try:
        cells = _cells(record, mapping)
    except Unclear as error:
        return Row(kind, {}, line, mistakes=[RowMistake(detail=str(error))])
    if len(cells) != len(header):
        detail = f"the row has {len(cells)} cells and the header {len(header)}; correct the row"
        return Row(kind, {}, line, mistakes=[RowMistake(detail=detail)])
    named = dict(zip(header, cells, strict=True))
    if any(named[column].strip() not in wanted for column, wanted in mapping.only):
        return Row(kind, b"", line)
    return _mapped(kind, mapping, named, line)


def _mapped(kind: str, mapping: ColumnMapping, named: Cells, line: int) -> Row:
    body: dict[str, Any] = {}
    mistakes: list[RowMistake] = []
    for field, column in mapping.columns:
        text = _text(column, named)
        if not text:
            continue
        try:
            _put(body, field, _value(field, text, mapping))
        except Unclear as error:
            mistakes.append(RowMistake(detail=str(error), field=column))
    for field, text in mapping.constants:
        _put(body, field, _value(field, text, ColumnMapping(columns=(), decimal=".")))
    external_id = body.get("external_id")
    return Row(kind, body, line, mistakes=mistakes, external_id=external_id)


def _text(column: str, named: Cells) -> str:
    if "{" not in column:
        return named[column].strip()
    parts = _parts(column)
    if not any(named[part].strip() for part in parts):
        return ""
    return _NAMED.sub(lambda found: named[found[1]].strip(), column)


def _value(field: str, text: str, mapping: ColumnMapping) -> Any:
    last = field.rpartition(".")[2]
    if last in _NUMBERS:
        return number(text, mapping.decimal)
    if _DAYS.fullmatch(last):
        return day(text, mapping.dates)
    if last in _WHOLE:
        return int(text) if text.isdecimal() else text
    return {"true": True, "false": False}.get(text, text) if last == "auto_allocate" else text


def _put(body: dict[str, Any], field: str, value: Any) -> None:
    """Into ``persons.0.emails.0`` as into ``total.amount``."""
    here: Any = body
    path = field.split(".")
    for part, following in zip(path, [*path[1:], None], strict=True):
        key: Any = int(part) if part.isdecimal() else part
        fresh: Any = value if following is None else [] if following.isdecimal() else {}
        if isinstance(here, list):
            here.extend({} for _ in range(key + 1 - len(here)))
            if following is None or not here[key]:
                here[key] = fresh
        elif following is None:
            here[key] = fresh
        else:
            here.setdefault(key, fresh)
        here = here[key]
