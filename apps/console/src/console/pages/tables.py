"""What tables have in common: numbers from addresses, what is searched for, and CSV."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from starlette.responses import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def number_in(text: str | None, otherwise: int, least: int, most: int) -> int:
    """What an address says, kept within bounds; anything else is as if it said nothing."""
    if text is None or not text.isdecimal() or len(text) > 19:
        return otherwise
    return min(max(int(text), least), most)


def pattern_of(search: str) -> str:
    """For ``like``: these very characters, anywhere."""
    escaped = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def csv_answer(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """A file; what a spreadsheet would take for a formula is kept from being one."""
    text = StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_plain(each) for each in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
