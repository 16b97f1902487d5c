"""Files that go along with a message: what a step asks for, what was made of it, and what could not be had."""

from enum import StrEnum

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId


class AttachmentKind(StrEnum):
    """What a step may attach; in this order it is attached, and left out from behind."""

    REMINDER_LETTER = "reminder_letter"
    """What the message asks for, on the creditor's paper."""
    STATEMENT = "statement"
    """The customer's account with the creditor."""
    INTEREST = "interest"
    """The interest on an invoice, as a sum that can be done again by hand."""
    INVOICE_COPY = "invoice_copy"
    """As a Factur-X e-invoice where it can be one."""


OF_AN_INVOICE = frozenset({AttachmentKind.INTEREST, AttachmentKind.INVOICE_COPY})
"""One for each invoice; of the others there is one for all."""
LARGEST_TOGETHER = 7 * 1024 * 1024
"""Bytes of all files of one message: what a mail program is sure to take, before it is written for mail."""
MOST_TOGETHER = 20
"""Files of one message."""


class Lack(StrEnum):
    """Why something that was asked for does not go along."""

    NOTHING_TO_SHOW = "nothing_to_show"
    """No interest has run up, or nobody agreed on any."""
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    NOT_RENDERED = "not_rendered"
    """It could not be set."""
    NO_FILE_STORE = "no_file_store"
    """The deployment keeps no files."""
    NOT_IN_TIME = "not_in_time"
    """The message did not wait for it any longer."""
    FIGURES_MOVED = "figures_moved"
    """What is owed changed each time it had been made."""


class StoredFile(Value):
    """A file in the store that all services share, by what is in it."""

    name: str
    content_type: str
    size: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    key: str
    """Where it is in the store; whoever reads it compares what is there with ``sha256``."""


class AttachedFile(StoredFile):
    """What goes along with a message."""

    kind: AttachmentKind
    invoice_id: InvoiceId | None = None
    """Whose it is, if it is one invoice's."""


class AttachmentLacking(Value):
    """What was asked for and does not go along."""

    kind: AttachmentKind
    invoice_id: InvoiceId | None = None
    lack: Lack
