"""E-invoices as rows: a file is one document, and a document is one row."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import BinaryIO

from invoice.einvoices.domain.choices import Choices
from invoice.einvoices.domain.mapping import body_of
from invoice.imports.domain.problems import OF_THE_FILE, mistaken, unreadable
from invoice.imports.domain.rows import Document, Kind, Options, Row
from recoup_formats.codes import Code
from recoup_formats.einvoice.document import EInvoice, Syntax
from recoup_formats.einvoice.pdf import LARGEST, embedded_invoice
from recoup_formats.einvoice.reader import read_einvoice
from recoup_formats.problems import FileRefused

NOTHING_OWED = "Nothing of it is owed: all of it was paid before it was written."


def _reading(read: Callable[[bytes], EInvoice]) -> Document:
    """Read at once, as its size is limited."""

    def rows(file: BinaryIO, options: Options) -> Iterator[Row]:
        content = file.read(LARGEST + 1)
        try:
            document = read(content)
            mapped = body_of(document, Choices.of(options), sha256(content).hexdigest())
        except FileRefused as refused:
            if any(problem.code in OF_THE_FILE for problem in refused.problems):
                raise unreadable(refused) from None
            yield mistaken(Kind.INVOICE, refused.problems)
            return
        if mapped is None:
            yield Row(Kind.INVOICE, b"", external_id=document.number, note=NOTHING_OWED)
        else:
            kind, body = mapped
            yield Row(kind, body, external_id=document.number)

    return rows


def _in(syntax: Syntax) -> Callable[[bytes], EInvoice]:
    def read(content: bytes) -> EInvoice:
        document = read_einvoice(content)
        if document.syntax is not syntax:
            raise FileRefused.because(
                Code.FORMAT_UNKNOWN, f"It is in {document.syntax}; name that as its format."
            )
        return document

    return read


ubl = _reading(_in(Syntax.UBL))
cii = _reading(_in(Syntax.CII))
facturx = _reading(lambda content: read_einvoice(embedded_invoice(content)))
