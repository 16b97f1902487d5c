"""Postings: what Recoup booked, on its way into the ERP's books."""

from datetime import date
from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.booking import TaxPart
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PaymentId, PostingId
from recoup_events.kernel.money import Money


class PostingKind(StrEnum):
    """What was booked."""

    CHARGE = "charge"
    WRITE_OFF = "write_off"
    WRITE_OFF_REVERSAL = "write_off_reversal"
    ADJUSTMENT = "adjustment"
    REFUND = "refund"
    DISCOUNT = "discount"
    DISCOUNT_REVERSAL = "discount_reversal"
    PAYMENT_DIFFERENCE = "payment_difference"
    PAYMENT_DIFFERENCE_REVERSAL = "payment_difference_reversal"
    BANK_CHARGES = "bank_charges"
    BANK_CHARGES_REVERSAL = "bank_charges_reversal"
    AGENCY_PAYMENT = "agency_payment"
    """A debtor paid an agency, which owes it to the creditor from then on."""
    AGENCY_PAYMENT_REVERSAL = "agency_payment_reversal"
    AGENCY_COMMISSION = "agency_commission"
    """What an agency kept of such a payment: an expense of the creditor's."""


class SettlementWay(StrEnum):
    """How a person settles what two books disagree about."""

    CORRECTED_HERE = "corrected_here"
    CORRECTED_IN_ERP = "corrected_in_erp"
    IGNORED = "ignored"


class PostingCreated(InvoiceEvent, type="posting.created.v1"):
    """Recoup booked it; the ERP is to book it, too."""

    posting_id: PostingId
    customer_id: CustomerId
    customer_external_id: str
    """The ERP's id of that customer."""
    creditor_id: CreditorId
    creditor: str
    """The ERP's code of that creditor."""
    kind: PostingKind
    invoice_id: InvoiceId | None = None
    payment_id: PaymentId | None = None
    external_id: str
    """The ERP's id of that invoice or payment; of a charge, Recoup's own."""
    number: str | None = None
    """As printed on that invoice."""
    charged_for: str | None = None
    """Of a charge: the ERP's id of the invoice that caused it."""
    amount: Money
    """Above zero when the customer owes more; a commission is above zero, and changes nothing of that."""
    taxes: tuple[TaxPart, ...] = ()
    effective_on: date
    """The day from which it counts in Recoup."""
    posting_date: date
    """That day, or the first one after the books that are closed."""
    reason: str


class PostingExported(InvoiceEvent, type="posting.exported.v1"):
    posting_id: PostingId
    customer_id: CustomerId
    export: str
    """The ERP's id of the batch that took it."""


class PostingPosted(InvoiceEvent, type="posting.posted.v1"):
    """It is in the ERP's books."""

    posting_id: PostingId
    customer_id: CustomerId
    document: str
    """The ERP's id of what it booked."""


class PostingRefused(InvoiceEvent, type="posting.refused.v1"):
    """The ERP could not book it; it can be exported anew, and waits until then or until it is settled."""

    posting_id: PostingId
    customer_id: CustomerId
    reason: str


class PostingSettled(InvoiceEvent, type="posting.settled.v1"):
    """A person has seen to what the ERP refused; it is not exported again."""

    posting_id: PostingId
    customer_id: CustomerId
    way: SettlementWay
    document: str | None = None
    """The ERP's id of what was booked there by hand."""
    reason: str
    settled_by: str
