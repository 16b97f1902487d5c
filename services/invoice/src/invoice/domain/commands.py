"""What may be asked of customers, invoices and payments."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from recoup_events.base import Command
from recoup_events.ids import CustomerId, DisputeId, InvoiceId, PaymentId
from recoup_events.invoice import Allocation, Contact, CreditNote, CustomerKind, Line
from recoup_events.money import Money


def _more_than_zero(amount: Money) -> Money:
    if amount.minor_units <= 0:
        raise ValueError(f"{amount} is not more than zero")
    return amount


Positive = Annotated[Money, AfterValidator(_more_than_zero)]


class RegisterCustomer(Command):
    customer_id: CustomerId
    external_id: str
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]


class ChangeCustomerDetails(Command):
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]


class RecordInsolvency(Command):
    source: str
    effective_from: date


class CeaseContact(Command):
    source: str
    effective_from: date


CustomerCommand = RegisterCustomer | ChangeCustomerDetails | RecordInsolvency | CeaseContact


class IssueInvoice(Command):
    invoice_id: InvoiceId
    customer_id: CustomerId
    external_id: str
    number: str
    purchase_order: str | None
    total: Positive
    lines: tuple[Line, ...]
    issue_date: date
    due_date: date
    time_zone: str
    at: AwareDatetime


class CancelInvoice(Command):
    reason: str


class CreditInvoice(Command):
    note: CreditNote
    amount: Positive
    reason: str
    at: AwareDatetime


class CreditDispute(Command):
    """Credit what an upheld dispute grants, or what is left when less is owed by now."""

    dispute_id: DisputeId
    amount: Positive
    reason: str
    at: AwareDatetime


class ApplyPayment(Command):
    payment_id: PaymentId
    amount: Positive
    value_date: date


class UnapplyPayment(Command):
    payment_id: PaymentId
    reason: str


class AgeInvoice(Command):
    at: AwareDatetime


InvoiceCommand = (
    IssueInvoice
    | CancelInvoice
    | CreditInvoice
    | CreditDispute
    | ApplyPayment
    | UnapplyPayment
    | AgeInvoice
)


class ReceivePayment(Command):
    payment_id: PaymentId
    customer_id: CustomerId
    external_id: str
    amount: Positive
    method: str
    value_date: date
    reference: str | None


class AllocatePayment(Command):
    allocations: tuple[Allocation, ...] = Field(min_length=1)


class ReversePayment(Command):
    reason: str


PaymentCommand = ReceivePayment | AllocatePayment | ReversePayment
