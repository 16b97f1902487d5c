"""What may be asked of an invoice."""

from datetime import date

from pydantic import AwareDatetime

from invoice.customers.domain.commands import Positive
from recoup_events.invoice import Chase, CreditNote, Line, Taken
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId, InvoiceId, PaymentId


class IssueInvoice(Command):
    invoice_id: InvoiceId
    customer_id: CustomerId
    creditor_id: CreditorId
    external_id: str
    number: str
    purchase_order: str | None
    total: Positive
    lines: tuple[Line, ...]
    issue_date: date
    due_date: date
    time_zone: str
    chase: Chase = Chase.NOW
    chase_from: date | None = None
    taken: Taken | None = None
    at: AwareDatetime


class AmendInvoice(Command):
    """All that can be amended, as it is to stand; ``due_date`` is a day in ``time_zone``."""

    number: str
    purchase_order: str | None
    lines: tuple[Line, ...]
    due_date: date
    time_zone: str
    reason: str
    at: AwareDatetime


class CancelInvoice(Command):
    reason: str


class ChangeChase(Command):
    chase: Chase
    chase_from: date | None


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
    | AmendInvoice
    | CancelInvoice
    | ChangeChase
    | CreditInvoice
    | CreditDispute
    | ApplyPayment
    | UnapplyPayment
    | AgeInvoice
)
