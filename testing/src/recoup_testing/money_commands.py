"""What is asked of invoices, payments and credit notes where only the amounts matter."""

from datetime import date
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
    PaymentId,
)
from recoup_events.kernel.money import Money
from recoup_testing.creditors import CREDITOR

DAY = date(2026, 1, 5)
CUSTOMER = CustomerId("cus_1")
DECIDERS = {"inv": INVOICE, "pay": PAYMENT, "crn": CREDIT_NOTE}


def unallocate_payment(remaining: Any) -> payment_commands.UnallocatePayment:
    return payment_commands.UnallocatePayment(remaining=remaining, reason="x", today=DAY)


def unallocate_note(remaining: Any) -> credit_commands.UnallocateCreditNote:
    return credit_commands.UnallocateCreditNote(remaining=remaining, reason="x", today=DAY)


def unapply(id: AllocationId) -> invoice_commands.Unapply:
    return invoice_commands.Unapply(allocation_id=id, reason="x", today=DAY)


def applied(
    id: str, part: events.Allocation
) -> invoice_commands.ApplyPayment | invoice_commands.ApplyCredit:
    named = part.model_dump(include={"allocation_id", "applied_on"})
    if id.startswith("pay"):
        return invoice_commands.ApplyPayment(
            **named, payment_id=PaymentId(id), amount=part.amount, value_date=DAY
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
