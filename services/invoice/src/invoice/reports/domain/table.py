"""A report as a table of texts, and as the CSV that spreadsheets read."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final, NamedTuple

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Heading(NamedTuple):
    name: str
    """Of a column of the CSV."""
    title: str
    """As people read it."""
    right: bool = False
    """For numbers, amounts and days."""


Rows = Sequence[tuple[str, ...]]


class Sum(NamedTuple):
    label: str
    value: str


class Report(NamedTuple):
    headings: Sequence[Heading]
    rows: Rows
    sums: Sequence[Sum] = ()


def as_csv(report: Report) -> bytes:
    """With a row of names; what a spreadsheet would take for a formula is marked as text."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([heading.name for heading in report.headings])
    for row in report.rows:
        cells = zip(report.headings, row, strict=True)
        writer.writerow([cell if heading.right else _text(cell) for heading, cell in cells])
    return text.getvalue().encode()


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
