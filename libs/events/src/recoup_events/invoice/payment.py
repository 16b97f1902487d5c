"""Payments: money that came in."""

from datetime import date

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.money import Money


class Allocation(Value):
    """The part of a payment that pays one invoice."""

    invoice_id: InvoiceId
    amount: Money


class PaymentReceived(InvoiceEvent, type="payment.received.v1"):
    payment_id: PaymentId
    customer_id: CustomerId
    creditor_id: CreditorId
    """Who got the money; it pays what is owed to this one alone."""
    external_id: str
    amount: Money
    method: str
    value_date: date
    reference: str | None = None


class PaymentAllocated(InvoiceEvent, type="payment.allocated.v1"):
    payment_id: PaymentId
    customer_id: CustomerId
    allocations: tuple[Allocation, ...]
    unapplied: Money
    """What stays on account after this allocation."""


class PaymentReversed(InvoiceEvent, type="payment.reversed.v1"):
    """The bank took the money back."""

    payment_id: PaymentId
    customer_id: CustomerId
    amount: Money
    reason: str
