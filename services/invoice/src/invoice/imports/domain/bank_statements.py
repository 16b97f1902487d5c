"""Bank statements as rows: a payment is a row, once the statement it stands in is believed.

A file is read twice: whether a statement balances is known at its end.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from invoice.bank_statements.domain.choices import Choices
from invoice.bank_statements.domain.mapping import SENTENCES, Left, StatementMapping
from invoice.imports.domain.problems import mistaken, of_the_file
from invoice.imports.domain.rows import Document, Kind, Options, Row
from recoup_formats.bank.bai2 import read_bai2
from recoup_formats.bank.camt import read_camt
from recoup_formats.bank.mt940 import read_mt940
from recoup_formats.bank.statement import End, Entry, Item, Statement
from recoup_formats.bank.table import read_bank_csv
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Problem

PIECE = 256 * 1024
Read = Callable[[Iterable[bytes], Choices], Iterable[Item]]


def _reading(read: Read) -> Document:
    def rows(file: BinaryIO, options: Options) -> Iterator[Row]:
        choices = Choices.of(options)
        with of_the_file():
            wrong = _not_believed(read(_pieces(file), choices))
            yield from _rows(read(_pieces(file), choices), choices, wrong)

    return rows


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _not_believed(items: Iterable[Item]) -> Mapping[int, Sequence[Problem]]:
    """By the number of the statement."""
    ends = (item for item in items if isinstance(item, End))
    return {end.statement.number: end.problems for end in ends if end.problems}


def _rows(
    items: Iterable[Item], choices: Choices, wrong: Mapping[int, Sequence[Problem]]
) -> Iterator[Row]:
    mapping: StatementMapping | None = None
    alike = Counter[str]()
    for item in items:
        match item:
            case Statement(number=number) if number in wrong:
                mapping = None
                yield mistaken(Kind.RECEIPT, wrong[number], external_id=item.id)
            case Statement():
                mapping = StatementMapping(item, choices, alike)
            case Entry() if mapping is not None:
                yield from _payments(item, mapping)
            case _:
                pass


def _payments(entry: Entry, mapping: StatementMapping) -> Iterator[Row]:
    line, path = entry.at.line, entry.at.path
    for kind, body in mapping.taken(entry):
        if isinstance(kind, Left):
            yield Row(Kind.RECEIPT, b"", line, path, note=SENTENCES[kind])
        else:
            yield Row(kind, body, line, path, external_id=body["external_id"])


def _camt(number: str) -> Read:
    def read(chunks: Iterable[bytes], _: Choices) -> Iterator[Item]:
        for item in read_camt(chunks):
            if isinstance(item, Statement) and item.format != number:
                raise FileRefused.because(
                    Code.FORMAT_UNKNOWN, f"It is a {item.format}; name that as its format.", item.at
                )
            yield item

    return read


def _table(chunks: Iterable[bytes], choices: Choices) -> Iterable[Item]:
    if choices.layout is None:
        raise FileRefused.because(
            Code.LAYOUT_INVALID,
            "A bank's CSV says nothing of itself: declare its columns, its days and its numbers in "
            "bank_csv.",
        )
    return read_bank_csv(chunks, choices.layout)


camt_053 = _reading(_camt("camt.053"))
camt_054 = _reading(_camt("camt.054"))
mt940 = _reading(lambda chunks, choices: read_mt940(chunks, choices.encoding))
bai2 = _reading(lambda chunks, choices: read_bai2(chunks, choices.encoding))
bank_csv = _reading(_table)
