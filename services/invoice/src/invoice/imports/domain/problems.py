"""What is wrong with an e-invoice or a bank's file, as the imports say it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from invoice.imports.domain.rows import Row, RowMistake, UnreadableFile
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Problem

OF_THE_FILE = frozenset(
    (
        *(Code.TOO_LARGE, Code.ENCODING, Code.XML_MALFORMED, Code.XML_DOCTYPE, Code.XML_TOO_DEEP),
        *(Code.FORMAT_UNKNOWN, Code.PDF_UNREADABLE, Code.PDF_WITHOUT_INVOICE, Code.COLUMN_MISSING),
    )
)
"""Where nothing can be told of any row."""


@contextmanager
def of_the_file() -> Iterator[None]:
    """Whatever is refused in here is the whole file."""
    try:
        yield
    except FileRefused as refused:
        raise unreadable(refused) from None


def unreadable(refused: FileRefused) -> UnreadableFile:
    sentences = (f"{each.detail} ({each.code.value}{_at(each)})" for each in refused.problems[:5])
    return UnreadableFile(" ".join(sentences))


def _at(problem: Problem) -> str:
    return f", {problem.at}" if str(problem.at) else ""


def mistaken(kind: str, problems: Sequence[Problem], external_id: str | None = None) -> Row:
    """A row that is nothing but wrong, with every reason for it."""
    first = problems[0].at
    return Row(
        kind,
        {},
        line=first.line,
        location=first.path,
        mistakes=[
            RowMistake(code=each.code.value, detail=each.detail, field=each.at.path)
            for each in problems
        ],
        external_id=external_id,
    )
