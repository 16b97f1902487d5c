"""What the invoice service says: customers, invoices and the money that comes in."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from recoup_events.base import Event, Value
from recoup_events.history import invoice as history
from recoup_events.ids import CustomerId, DisputeId, InvoiceId, PaymentId
from recoup_events.money import Money


class CustomerKind(StrEnum):
    ENTITY = "entity"
    SOLE_TRADER = "sole_trader"
    NATURAL_PERSON = "natural_person"


class ContactRole(StrEnum):
    BILLING = "billing"
    DECISION_MAKER = "decision_maker"
    SENIOR_LEADERSHIP = "senior_leadership"


class Contact(Value):
    """A person at the customer, reachable by at least one of email and phone."""

    role: ContactRole
    name: str
    email: str | None = None
    """As ``recoup_events.addresses`` reads it; older events may hold what it refuses."""
    phone: str | None = None
    """E.164, e.g. +4930901820."""


class InvoiceEvent(Event, owner="invoice"):
    """An event of the invoice service."""


class CustomerRegistered(InvoiceEvent, type="customer.registered.v1"):
    customer_id: CustomerId
    external_id: str
    name: str
    kind: CustomerKind
    country: str
    """ISO 3166-1 alpha-2."""
    time_zone: str
    """IANA name; the debtor's own, it decides when contact is lawful."""
    language: str
    """BCP 47."""
    contacts: tuple[Contact, ...]


class CustomerDetailsChanged(InvoiceEvent, type="customer.details_changed.v1"):
    customer_id: CustomerId
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]


class CustomerInsolvencyRecorded(InvoiceEvent, type="customer.insolvency_recorded.v1"):
    customer_id: CustomerId
    source: str
    effective_from: date


class CustomerCeasedContact(InvoiceEvent, type="customer.ceased_contact.v1"):
    """The customer asked in writing not to be contacted any more."""

    customer_id: CustomerId
    source: str
    effective_from: date


class Line(Value):
    """One line of an invoice; ``net`` excludes tax."""

    description: str
    net: Money
    tax: Money


class InvoiceIssued(InvoiceEvent, type="invoice.issued.v1"):
    invoice_id: InvoiceId
    customer_id: CustomerId
    external_id: str
    number: str
    purchase_order: str | None = None
    total: Money
    """What the debtor is asked to pay, tax included."""
    lines: tuple[Line, ...] = ()
    issue_date: date
    due_date: date
    time_zone: str
    """The debtor's zone when the invoice was issued; its calendar decides what is overdue."""


class InvoiceCancelled(InvoiceEvent, type="invoice.cancelled.v1"):
    invoice_id: InvoiceId
    customer_id: CustomerId
    reason: str


class CreditNote(Value):
    """The ERP gave the credit and names it once on its invoice, however it likes."""

    kind: Literal["credit_note"] = "credit_note"
    number: str

    @property
    def reference(self) -> str:
        """What a statement calls it."""
        return self.number


class UpheldDispute(Value):
    """The debtor was right: the credit is what this dispute was decided to be worth."""

    kind: Literal["dispute"] = "dispute"
    dispute_id: DisputeId

    @property
    def reference(self) -> str:
        """What a statement calls it."""
        return self.dispute_id


Grounds = CreditNote | UpheldDispute


class InvoiceCredited(InvoiceEvent, type="invoice.credited.v2", history=(history.credited_v1,)):
    invoice_id: InvoiceId
    customer_id: CustomerId
    grounds: Annotated[Grounds, Field(discriminator="kind")]
    """What the credit is given for; there is one credit for each."""
    amount: Money
    balance: Money
    """What is still owed after this event."""
    reason: str


class PaymentApplied(InvoiceEvent, type="invoice.payment_applied.v1"):
    invoice_id: InvoiceId
    customer_id: CustomerId
    payment_id: PaymentId
    amount: Money
    balance: Money
    applied_on: date
    """The payment's value date."""


class PaymentUnapplied(InvoiceEvent, type="invoice.payment_unapplied.v1"):
    invoice_id: InvoiceId
    customer_id: CustomerId
    payment_id: PaymentId
    amount: Money
    balance: Money
    reason: str


class InvoicePaid(InvoiceEvent, type="invoice.paid.v1"):
    """Nothing is owed any more; by payment, credit or both."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    paid_on: date


class InvoiceReopened(InvoiceEvent, type="invoice.reopened.v1"):
    """Something is owed again after the invoice had been paid."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    balance: Money
    reason: str


class InvoiceBecameOverdue(InvoiceEvent, type="invoice.became_overdue.v1"):
    """The due date has ended in the debtor's calendar with something still owed."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    balance: Money
    due_date: date


class InvoiceAged(InvoiceEvent, type="invoice.aged.v1"):
    """The unpaid invoice reached another bucket of age."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    balance: Money
    days_past_due: int = Field(ge=1)
    bucket: str
    """``1-30``, ``31-60``, ``61-90``, ``91-180`` or ``181+`` days past due."""


class Allocation(Value):
    """The part of a payment that pays one invoice."""

    invoice_id: InvoiceId
    amount: Money


class PaymentReceived(InvoiceEvent, type="payment.received.v1"):
    payment_id: PaymentId
    customer_id: CustomerId
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
