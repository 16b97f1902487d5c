"""What is recorded of receipts and payers, for this service alone: it names people's bank accounts."""

from datetime import date

from pydantic import AwareDatetime

from invoice.receipts.domain.candidate import Candidate, Rule
from recoup_events.invoice.payment import Exchange
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PaymentId, RemittanceId
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal


class ReceiptRecorded(AboutPerson, Event, type="receipt.recorded.v1"):
    """The bank says that money came in."""

    subject = "receipt_id"

    receipt_id: str
    creditor_id: CreditorId
    external_id: str
    amount: Money
    value_date: date
    source: str
    method: str
    payer_name: Personal[str | None] = None
    payer_account: Personal[str | None] = None
    structured_reference: str | None = None
    end_to_end_id: str | None = None
    text: Personal[str | None] = None
    charges: Money | None = None
    exchange: Exchange | None = None
    recorded_at: AwareDatetime


class ReceiptProposed(Event, type="receipt.proposed.v1"):
    """What it may be for, as far as is known by now."""

    candidates: tuple[Candidate, ...]
    """The surest first."""
    hints: tuple[str, ...] = ()
    """What whoever looks at it should know."""
    threshold: int | None
    """Of its creditor, then."""


class ReceiptLookedAtAgain(Event, type="receipt.looked_at_again.v1"):
    """What was sent shortly before it is known by now, and was looked at."""

    at: AwareDatetime


class Part(Value):
    """Some or all of a receipt, as one payment of one customer."""

    customer_id: CustomerId
    payment_id: PaymentId
    amount: Money
    """In the receipt's currency."""


class ReceiptAccepted(Event, type="receipt.accepted.v1"):
    """Somebody, or the creditor's threshold, said whose it is and what it pays."""

    parts: tuple[Part, ...]
    rule: Rule | None
    """Of the candidate; ``None`` where it was none."""
    confidence: int | None
    accepted_by: str
    reason: str


class ClearedPart(Value):
    """Some or all of a receipt, as the transfer of an agency's remittance."""

    remittance_id: RemittanceId
    amount: Money


class ReceiptCleared(Event, type="receipt.cleared.v1"):
    """It is what agencies announced: it pays no invoice, for their debtors' payments did."""

    parts: tuple[ClearedPart, ...]
    cleared_by: str
    reason: str


class ReceiptTakenOff(Event, type="receipt.taken_off.v1"):
    """It is not that remittance's after all: so much of it waits again."""

    remittance_id: RemittanceId
    amount: Money
    reason: str


class ReceiptSentBack(Event, type="receipt.sent_back.v1"):
    """It is nobody's here: the money, or this much of it, goes back to whoever sent it."""

    amount: Money
    sent_back_by: str
    reason: str


class PayerRecognised(Event, type="payer.recognised.v1"):
    """Money from this account was this customer's."""

    customer_id: CustomerId
    receipt_id: str


ReceiptEvent = (
    ReceiptRecorded
    | ReceiptProposed
    | ReceiptLookedAtAgain
    | ReceiptAccepted
    | ReceiptCleared
    | ReceiptTakenOff
    | ReceiptSentBack
)
