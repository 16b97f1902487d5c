"""Which formats there are: an import names one of them."""

from collections.abc import Mapping

from invoice.imports.domain.job import Wishes
from invoice.imports.domain.lines import Lines
from invoice.imports.domain.ndjson import ndjson
from invoice.imports.domain.rows import Document, UnreadableFile
from invoice.imports.domain.table import table

DOCUMENTS: Mapping[str, Document] = {}
"""Formats whose files are read as a whole; ``rows.py`` says how to add one."""
LINES = ("ndjson", "csv")
FORMATS = (*LINES, *DOCUMENTS)


def lines_of(wishes: Wishes) -> Lines:
    """How a file of lines is read."""
    if wishes.format == "ndjson":
        return ndjson(wishes.kind)
    if wishes.kind is None or wishes.mapping is None:
        raise UnreadableFile("A CSV is of one kind and has a mapping; name both.")
    return table(wishes.kind, wishes.mapping)
