"""The port between files and imports: a format turns bytes into rows, and knows nothing of what follows.

To add a format whose files are read as a whole (an e-invoice, a bank statement): write a function
``(file, options) -> Iterator[Row]`` that reads the binary ``file`` from its beginning and yields a row
for each thing in it, and enter it under its name in ``DOCUMENTS`` of ``formats.py``. The file lies on
disk if it is large, so read it piece by piece. A row's ``body`` is the JSON of the API's own body
(``NewInvoice``, ``NewCreditNote``, ``NewPayment``, ``NewCustomer``, ``NewReceipt``, ``NewReturn``), as an object or as bytes; it is
validated, compared and booked by what answers the API. What cannot be read is a row, too, with its
``mistakes``: it stops no other. Raise ``UnreadableFile`` where the file as a whole makes no sense: then
nothing of it is done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, BinaryIO, NamedTuple

from recoup_events.kernel.event import Value


class Kind(StrEnum):
    """What a row is, in the order in which they are put: each needs those before it."""

    CUSTOMER = "customer"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    RECEIPT = "receipt"
    """Money as the bank saw it; what it pays is matched, also with the invoices of the same file."""
    RETURN = "return"
    """What the bank took back."""
    OPEN_ITEM = "open_item"
    """What the ERP says is open on an invoice: compared, and never booked."""

    @property
    def rank(self) -> int:
        return list(Kind).index(self)


class RowMistake(Value):
    """One thing that is wrong with a row."""

    detail: str
    code: str | None = None
    """Where the format has codes of its own."""
    field: str | None = None
    """The column of a table, else a JSON Pointer into the body."""


class Row(NamedTuple):
    kind: str
    body: Mapping[str, Any] | bytes
    line: int | None = None
    """From 1, where the file has lines."""
    location: str | None = None
    """Where it is otherwise, e.g. ``/Invoice/cac:InvoiceLine[3]``."""
    mistakes: Sequence[RowMistake] = ()
    """Without any, the body is what is to be put."""
    external_id: str | None = None
    """As far as it can be told of a row that has mistakes."""
    note: str | None = None
    """Why a row without a body is skipped."""


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the words say what to do."""


Options = Mapping[str, Any]
"""What the import was created with: kind, creditor, mapping."""
Document = Callable[[BinaryIO, Options], Iterator[Row]]
