"""Invoices: what is owed, and everything that changes it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from recoup_events.invoice import history
from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.booking import Origin, TaxPart
from recoup_events.invoice.charge import ChargedFor
from recoup_events.invoice.chase import Chase, Taken
from recoup_events.invoice.continuation import Continuation
from recoup_events.invoice.discount import Discount, DocumentTax
from recoup_events.invoice.grounds import Grounds
from recoup_events.invoice.line import Line
from recoup_events.invoice.term import ChangedTerm, Schedule
from recoup_events.kernel.ids import (
    ERP,
    AllocationId,
    CreditNoteId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PaymentId,
    ReceivableId,
    WriteOffId,
)
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money


class InvoiceIssued(Described, InvoiceEvent, type="invoice.issued.v1"):
    invoice_id: InvoiceId
    customer_id: CustomerId
    creditor_id: CreditorId
    """In whose name it is asked for."""
    source: str = ERP
    """The system that names it so; its ids are its own."""
    external_id: str
    number: str
    purchase_order: str | None = None
    payment_reference: str | None = None
    """What payers are asked to name; no other invoice of the creditor bears it."""
    total: Money
    """What the debtor is asked to pay, tax included."""
    lines: tuple[Line, ...] = ()
    issue_date: date
    terms: Schedule
    """What is due when; a receivable each."""
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[DocumentTax, ...] = ()
    """The document's, by rate, as far as they are known."""
    time_zone: str
    """The debtor's zone when the invoice was issued; its calendar decides what is overdue."""
    chase: Chase = Chase.NOW
    chase_from: date | None = None
    """With ``from``, the first day of chasing in the debtor's calendar."""
    taken: Taken | None = None
    """What was done about it before it came here."""
    continues: tuple[Continuation, ...] = ()
    """What it is asked for in the place of: its terms are these, with their due dates."""
    charge: ChargedFor | None = None
    """What Recoup charges with it; ``None`` for a document of the ERP."""


class InvoiceAmended(InvoiceEvent, type="invoice.amended.v1"):
    """What an issued invoice says was changed; all of what can be, as it stands afterwards.

    A due date that moved takes the age of its term along: where the new one has ended already, the
    term became overdue anew.
    """

    invoice_id: InvoiceId
    customer_id: CustomerId
    creditor_id: CreditorId
    number: str
    purchase_order: str | None = None
    lines: tuple[Line, ...] = ()
    terms: Schedule
    """As many as before, of the same amounts."""
    time_zone: str
    """Whose calendar decides what is overdue: the debtor's, as it is now."""
    reason: str


class InvoiceAdjusted(InvoiceEvent, type="invoice.adjusted.v1"):
    """The total of an issued invoice was raised or lowered.

    What was applied to it and is too much then is taken off first, in events of its own.
    """

    invoice_id: InvoiceId
    customer_id: CustomerId
    amount: Money
    """Below zero when less is owed than before."""
    total: Money
    """What the debtor is asked to pay from now on, tax included."""
    terms: tuple[ChangedTerm, ...]
    """All of them; those whose amount stays have a change of zero."""
    origin: Origin = Origin.ERP
    taxes: tuple[TaxPart, ...] = ()
    """The tax in ``amount``, by rate, as far as it is known."""
    continues: InvoiceId | None = None
    """The invoice on which it came to be owed, if that is continued by this one."""
    effective_on: date
    reason: str


class InvoiceCancelled(InvoiceEvent, type="invoice.cancelled.v1"):
    """Nothing is owed on it any more; what was applied to it was taken off first."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    amount: Money
    """What is not owed for that reason."""
    terms: tuple[ChangedTerm, ...]
    """All of them."""
    effective_on: date
    reason: str


class InvoiceCredited(InvoiceEvent, type="invoice.credited.v2", history=(history.credited_v1,)):
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    grounds: Annotated[Grounds, Field(discriminator="kind")]
    """What the credit is given for."""
    credit_note_id: CreditNoteId
    allocation_id: AllocationId
    amount: Money
    """Of the credit, what was applied here; nothing where a dispute finds nothing left to credit."""
    balance: Money
    """What is still owed on the term."""
    applied_on: date | None = None
    """The day from which it counts on this invoice; where it is left out, the day of the event."""
    reason: str


class CreditUnapplied(InvoiceEvent, type="invoice.credit_unapplied.v1"):
    """All or part of a credit was taken off the invoice; it is on account."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    credit_note_id: CreditNoteId
    allocation_id: AllocationId
    amount: Money
    remaining: Money
    """What of the allocation is still applied here."""
    balance: Money
    """What is owed on the term once all that was decided with this is recorded."""
    unapplied_on: date
    reason: str
    undone: bool = False
    """The credit note itself was taken back, so it counts as if it had never been; else only from this day on."""


class PaymentApplied(InvoiceEvent, type="invoice.payment_applied.v1"):
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    payer_id: CustomerId
    """Who paid: the customer, or another one that paid for it."""
    payment_id: PaymentId
    allocation_id: AllocationId
    amount: Money
    balance: Money
    """What is still owed on the term."""
    value_date: date
    """The payment's."""
    applied_on: date
    """From when it counts here: the value date, or a later day of the invoice or of other money."""
    automatic: bool = False
    """Nobody named the term: it was what was longest due when the money was allocated."""


class PaymentUnapplied(InvoiceEvent, type="invoice.payment_unapplied.v1"):
    """All or part of an allocation was taken off the invoice; the payment says what became of it."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    payer_id: CustomerId
    """Who paid: the customer, or another one that paid for it."""
    payment_id: PaymentId
    allocation_id: AllocationId
    amount: Money
    remaining: Money
    """What of the allocation is still applied here."""
    balance: Money
    """What is owed on the term once all that was decided with this is recorded."""
    value_date: date
    """The payment's."""
    unapplied_on: date
    reason: str
    undone: bool = False
    """The payment itself was taken back, so it counts as if it had never been; else only from this day on."""


class InvoicePaid(InvoiceEvent, type="invoice.paid.v1"):
    """Nothing is owed on any of its terms; by payment, credit or both."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    paid_on: date


class InvoiceReopened(InvoiceEvent, type="invoice.reopened.v1"):
    """Something is owed again after the invoice had been paid or written off."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    balance: Money
    """Of the whole invoice; what each term owes, the events before say."""
    reason: str
    write_off_id: WriteOffId | None = None
    """The write-off that was reversed, if that is why."""


class InvoiceBecameOverdue(InvoiceEvent, type="invoice.became_overdue.v1"):
    """The due date of a term has ended in the debtor's calendar with something still owed on it."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    balance: Money
    due_date: date


class InvoiceAged(InvoiceEvent, type="invoice.aged.v1"):
    """An unpaid term reached another bucket of age."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    balance: Money
    days_past_due: int = Field(ge=1)
    bucket: str
    """``1-30``, ``31-60``, ``61-90``, ``91-180`` or ``181+`` days past due."""


class InvoiceMetadataChanged(MetadataChanged, InvoiceEvent, type="invoice.metadata_changed.v1"):
    """Its metadata are these now."""

    invoice_id: InvoiceId
    customer_id: CustomerId
