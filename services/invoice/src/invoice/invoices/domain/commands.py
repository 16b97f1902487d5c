"""What may be asked of an invoice."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime

from invoice.customers.domain.commands import Positive
from recoup_events.invoice import (
    ChargedFor,
    ChargeKind,
    Chase,
    Continuation,
    Discount,
    DocumentTax,
    InterestSegment,
    Line,
    Origin,
    Taken,
    TaxPart,
    Term,
    Tolerance,
)
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    ERP,
    AllocationId,
    CreditNoteId,
    CreditorId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
    ReceivableId,
    WriteOffId,
)
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice


class IssueInvoice(Command):
    invoice_id: InvoiceId
    customer_id: CustomerId
    creditor_id: CreditorId
    source: str = ERP
    external_id: str
    number: str
    purchase_order: str | None
    payment_reference: str | None = None
    total: Positive
    lines: tuple[Line, ...]
    issue_date: date
    terms: tuple[Term, ...]
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[DocumentTax, ...] = ()
    time_zone: str
    chase: Chase = Chase.NOW
    chase_from: date | None = None
    taken: Taken | None = None
    continues: tuple[Continuation, ...] = ()
    charge: ChargedFor | None = None
    metadata: Metadata = NO_METADATA
    at: AwareDatetime


class RecordCharge(Command):
    """Something is charged for one of its terms; of each occurrence it is charged once."""

    charge_id: InvoiceId
    receivable_id: ReceivableId
    kind: ChargeKind
    occurrence: str
    amount: Positive
    authority: str
    citation: str
    until: date
    segments: tuple[InterestSegment, ...] = ()
    charged_before: Money


class AmendInvoice(Command):
    """All that can be amended, as it is to stand; due dates are days in ``time_zone``."""

    number: str
    purchase_order: str | None
    lines: tuple[Line, ...]
    due_dates: tuple[date, ...]
    """Of each term."""
    time_zone: str
    reason: str
    at: AwareDatetime


class Accelerate(Command):
    """What is not due yet becomes due: a person decided so, and the agreement allows it."""

    reason: str
    at: AwareDatetime


class AdjustInvoice(Command):
    change: Money
    """Below zero lowers what is asked for."""
    by_place: Mapping[int, Money] = {}
    """Of which terms, by their places; if left out the latest due are lowered first, and the last is
    raised."""
    taxes: tuple[TaxPart, ...] = ()
    origin: Origin = Origin.ERP
    continues: InvoiceId | None = None
    """The invoice on which it came to be owed, if that is continued by this one."""
    reason: str
    at: AwareDatetime


class ContinueInvoice(Command):
    """What is owed on it is asked for on another invoice from now on."""

    continued_by: InvoiceId
    continuations: tuple[Continuation, ...]
    """Of all its terms."""
    effective_on: date
    reason: str


class CancelInvoice(Command):
    reason: str
    at: AwareDatetime


class ApplyPayment(Command):
    payer_id: CustomerId
    receivable_id: ReceivableId
    payment_id: PaymentId
    allocation_id: AllocationId
    amount: Positive
    value_date: date
    applied_on: date
    automatic: bool = False


class ApplyCredit(Command):
    receivable_id: ReceivableId
    credit_note_id: CreditNoteId
    allocation_id: AllocationId
    number: str
    amount: Positive
    applied_on: date
    reason: str


class CreditDispute(Command):
    """Credit what an upheld dispute grants; what else is applied makes room for it."""

    dispute_id: DisputeId
    credit_note_id: CreditNoteId
    credits: tuple[Slice, ...]
    """What was granted of each term; what one of them cannot take is for the others."""
    allocations: int = 0
    """How many the credit note has made already."""
    reason: str
    at: AwareDatetime


class WriteOff(Command):
    """Ask for ``amount``, or for all that is still owed, no more."""

    amount: Positive | None
    taxes: tuple[TaxPart, ...] = ()
    origin: Origin
    reason: str
    at: AwareDatetime


class ReverseWriteOff(Command):
    write_off_id: WriteOffId | None
    """All that is written off, if none is named."""
    origin: Origin
    reason: str
    at: AwareDatetime


class Unapply(Command):
    """Take an allocation off, be it of a payment or a credit note."""

    allocation_id: AllocationId
    reason: str
    today: date
    undone: bool = False
    """The payment or credit note itself was taken back."""


class TakeDiscount(Command):
    """Money or credit has been applied; what is left may be the discount."""

    tolerance: Tolerance = Tolerance()
    """The creditor's."""
    payment_tolerance: PaymentTolerance = PaymentTolerance()
    charges: Money | None = None
    """What a bank took off the payment."""


class AgeInvoice(Command):
    at: AwareDatetime


class ChangeChase(Command):
    chase: Chase
    chase_from: date | None


InvoiceCommand = (
    IssueInvoice
    | RecordCharge
    | AmendInvoice
    | Accelerate
    | AdjustInvoice
    | CancelInvoice
    | ContinueInvoice
    | ChangeChase
    | ApplyPayment
    | ApplyCredit
    | CreditDispute
    | WriteOff
    | ReverseWriteOff
    | Unapply
    | TakeDiscount
    | AgeInvoice
)
