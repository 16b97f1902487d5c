"""A debtor pays online: what was tried with a provider, and what became of it."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PaymentId, ReceivableId
from recoup_events.kernel.money import Money


class AttemptMethod(StrEnum):
    CARD = "card"
    SEPA_DEBIT = "sepa_debit"
    ACH_DEBIT = "ach_debit"


class AttemptPart(Value):
    """So much of it is for this receivable."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


class PaymentAttemptStarted(InvoiceEvent, type="payment_attempt.started.v1"):
    """Somebody was led to the provider's page."""

    attempt_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    amount: Money
    method: AttemptMethod
    parts: tuple[AttemptPart, ...] = Field(min_length=1)


class PaymentAttemptPending(InvoiceEvent, type="payment_attempt.pending.v1"):
    """The provider was told to collect it: it is in transit, and still owed until it arrives."""

    attempt_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    parts: tuple[AttemptPart, ...] = Field(min_length=1)
    expected_on: date
    """By when it should have arrived, or failed."""


class PaymentAttemptSucceeded(InvoiceEvent, type="payment_attempt.succeeded.v1"):
    """The money is the creditor's; it is booked as this payment."""

    attempt_id: str
    customer_id: CustomerId
    payment_id: PaymentId
    amount: Money
    value_date: date


class PaymentAttemptFailed(InvoiceEvent, type="payment_attempt.failed.v1"):
    """Nothing came of it: it was declined, given up, or ran out."""

    attempt_id: str
    customer_id: CustomerId
    reason: str


class PaymentAttemptReturned(InvoiceEvent, type="payment_attempt.returned.v1"):
    """The debtor's bank took the money back; its payment is reversed."""

    attempt_id: str
    customer_id: CustomerId
    reason: str
