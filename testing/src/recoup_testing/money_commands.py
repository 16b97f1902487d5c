"""What is asked of invoices, payments and credit notes where only the amounts matter."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from invoice.credit_notes.domain import commands as credit_commands
from invoice.credit_notes.domain.credit_note import CREDIT_NOTE
from invoice.invoices.domain import commands as invoice_commands
from invoice.invoices.domain.decider import INVOICE
from invoice.payments.domain import commands as payment_commands
from invoice.payments.domain.payment import PAYMENT
from recoup_events import invoice as events
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
)
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice
from recoup_testing.creditors import CREDITOR

DAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
CUSTOMER = CustomerId("cus_1")
TAKEN_OFF_THE_BALANCE = (
    events.InvoiceCredited,
    events.PaymentApplied,
    events.InvoiceWrittenOff,
    events.InvoiceDiscountTaken,
    events.InvoiceCancelled,
)
ADDED_TO_THE_BALANCE = (
    events.PaymentUnapplied,
    events.CreditUnapplied,
    events.InvoiceWriteOffReversed,
    events.InvoiceDiscountReversed,
    events.InvoiceAdjusted,
)
DECIDERS = {"inv": INVOICE, "pay": PAYMENT, "crn": CREDIT_NOTE}


def unallocate_payment(remaining: Any) -> payment_commands.UnallocatePayment:
    return payment_commands.UnallocatePayment(remaining=remaining, reason="x", today=DAY)


def unallocate_note(remaining: Any) -> credit_commands.UnallocateCreditNote:
    return credit_commands.UnallocateCreditNote(remaining=remaining, reason="x", today=DAY)


def unapply(id: AllocationId) -> invoice_commands.Unapply:
    return invoice_commands.Unapply(allocation_id=id, reason="x", today=DAY)


def applied(
    id: str, part: events.Allocation, payer_id: CustomerId = CUSTOMER
) -> invoice_commands.ApplyPayment | invoice_commands.ApplyCredit:
    named = part.model_dump(include={"allocation_id", "receivable_id", "applied_on"})
    if id.startswith("pay"):
        return invoice_commands.ApplyPayment(
            **named,
            payer_id=payer_id,
            payment_id=PaymentId(id),
            amount=part.amount,
            value_date=DAY,
        )
    return invoice_commands.ApplyCredit(
        **named, credit_note_id=CreditNoteId(id), number=id, amount=part.amount, reason="x"
    )


def credit_note(id: CreditNoteId, amount: Money) -> credit_commands.IssueCreditNote:
    return credit_commands.IssueCreditNote(
        credit_note_id=id,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        external_id=id,
        number=id,
        amount=amount,
        tax=None,
        issue_date=DAY,
        reason="price",
    )


def issue_invoice(
    id: InvoiceId,
    customer_id: CustomerId,
    amounts: Sequence[Money],
    discounts: Sequence[events.Discount] = (),
) -> invoice_commands.IssueInvoice:
    """Due in so many terms, a day apart."""
    schedule = [(DAY + timedelta(place), amount) for place, amount in enumerate(amounts)]
    return invoice_commands.IssueInvoice(
        invoice_id=id,
        customer_id=customer_id,
        creditor_id=CREDITOR,
        external_id=id,
        number=id,
        purchase_order=None,
        total=total(amounts, amounts[0].currency),
        lines=(),
        issue_date=DAY,
        terms=events.schedule_of(id, schedule),
        discounts=tuple(discounts),
        time_zone="UTC",
        at=AT,
    )


def adjustment(change: Money, place: int | None) -> invoice_commands.AdjustInvoice:
    """Of one term, or of whichever it concerns."""
    by_place = {} if place is None else {place: change}
    return invoice_commands.AdjustInvoice(change=change, by_place=by_place, reason="x", at=AT)


def write_off(amount: Money | None) -> invoice_commands.WriteOff:
    return invoice_commands.WriteOff(
        amount=amount, origin=events.Origin.RECOUP, reason="insolvent", at=AT
    )


TAKE_BACK = invoice_commands.ReverseWriteOff(
    write_off_id=None, origin=events.Origin.RECOUP, reason="pays", at=AT
)


def received(
    id: PaymentId, customer_id: CustomerId, amount: Money
) -> payment_commands.ReceivePayment:
    return payment_commands.ReceivePayment(
        payment_id=id,
        customer_id=customer_id,
        creditor_id=CREDITOR,
        external_id=id,
        amount=amount,
        method="transfer",
        value_date=DAY,
        reference=None,
    )


def credit_dispute(name: str, *slices: Slice) -> invoice_commands.CreditDispute:
    """Under ids of its own; no note of it is issued."""
    return invoice_commands.CreditDispute(
        dispute_id=DisputeId(name),
        credit_note_id=CreditNoteId(f"grant {name}"),
        credits=slices,
        reason="price",
        at=AT,
    )
