"""What the invoice service publishes."""

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.chase import Chase, InvoiceChaseChanged, Taken
from recoup_events.invoice.customer import (
    Contact,
    CustomerCeasedContact,
    CustomerDetailsChanged,
    CustomerInsolvencyRecorded,
    CustomerKind,
    CustomerRegistered,
)
from recoup_events.invoice.invoice import (
    CreditNote,
    Grounds,
    InvoiceAdjusted,
    InvoiceAged,
    InvoiceAmended,
    InvoiceBecameOverdue,
    InvoiceCancelled,
    InvoiceCredited,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReopened,
    Line,
    PaymentApplied,
    PaymentUnapplied,
    UpheldDispute,
)
from recoup_events.invoice.payment import (
    Allocation,
    PaymentAllocated,
    PaymentReceived,
    PaymentReversed,
)

__all__ = [
    "Allocation",
    "Chase",
    "Contact",
    "CreditNote",
    "CustomerCeasedContact",
    "CustomerDetailsChanged",
    "CustomerInsolvencyRecorded",
    "CustomerKind",
    "CustomerRegistered",
    "Grounds",
    "InvoiceAdjusted",
    "InvoiceAged",
    "InvoiceAmended",
    "InvoiceBecameOverdue",
    "InvoiceCancelled",
    "InvoiceChaseChanged",
    "InvoiceCredited",
    "InvoiceEvent",
    "InvoiceIssued",
    "InvoicePaid",
    "InvoiceReopened",
    "Line",
    "PaymentAllocated",
    "PaymentApplied",
    "PaymentReceived",
    "PaymentReversed",
    "PaymentUnapplied",
    "Taken",
    "UpheldDispute",
]
