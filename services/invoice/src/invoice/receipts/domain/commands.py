"""What may be asked of a receipt."""

from pydantic import AwareDatetime, Field

from invoice.customers.domain.commands import Positive
from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.events import ClearedPart, Part
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import RemittanceId


class RecordReceipt(Command):
    receipt_id: str
    entry: BankEntry
    at: AwareDatetime


class RecordSecondLook(Command):
    at: AwareDatetime


class Propose(Command):
    candidates: tuple[Candidate, ...]
    hints: tuple[str, ...]
    threshold: int | None


class Accept(Command):
    parts: tuple[Part, ...] = Field(min_length=1)
    rule: Rule | None
    confidence: int | None
    by: str
    reason: str


class ClearRemittances(Command):
    parts: tuple[ClearedPart, ...] = Field(min_length=1)
    by: str
    reason: str


class TakeOffRemittance(Command):
    """It was not this remittance's transfer: so much waits again."""

    remittance_id: RemittanceId
    amount: Positive
    reason: str


class SendBack(Command):
    amount: Positive | None
    """All that waits, if none is named."""
    by: str
    reason: str


ReceiptCommand = (
    RecordReceipt
    | RecordSecondLook
    | Propose
    | Accept
    | ClearRemittances
    | TakeOffRemittance
    | SendBack
)
