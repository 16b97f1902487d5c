"""Which formats there are: an import names one of them."""

from collections.abc import Collection, Mapping

from invoice.imports.domain import bank_statements, einvoices
from invoice.imports.domain.job import Wishes
from invoice.imports.domain.lines import Lines
from invoice.imports.domain.ndjson import ndjson
from invoice.imports.domain.rows import Document, Kind, UnreadableFile
from invoice.imports.domain.table import table

EINVOICES: Mapping[str, Document] = {
    "ubl": einvoices.ubl,
    "cii": einvoices.cii,
    "facturx": einvoices.facturx,
}
STATEMENTS: Mapping[str, Document] = {
    "camt.053": bank_statements.camt_053,
    "camt.054": bank_statements.camt_054,
    "mt940": bank_statements.mt940,
    "bai2": bank_statements.bai2,
    "bank-csv": bank_statements.bank_csv,
}
DOCUMENTS = {**EINVOICES, **STATEMENTS}
"""Formats whose files are read as a whole; ``rows.py`` says how to add one."""
LINES = ("ndjson", "csv")
FORMATS = (*LINES, *DOCUMENTS)


def kinds_of(format: str, kind: Kind | None) -> Collection[Kind]:
    """What its rows may be: of a document what the format brings, whatever the import calls it."""
    if format in EINVOICES:
        return (Kind.INVOICE, Kind.CREDIT_NOTE)
    if format in STATEMENTS:
        return (Kind.RECEIPT, Kind.RETURN)
    return tuple(Kind) if kind is None else (kind,)


def lines_of(wishes: Wishes) -> Lines:
    """How a file of lines is read."""
    if wishes.format == "ndjson":
        return ndjson(wishes.kind)
    if wishes.kind is None or wishes.mapping is None:
        raise UnreadableFile("A CSV is of one kind and has a mapping; name both.")
    return table(wishes.kind, wishes.mapping)
