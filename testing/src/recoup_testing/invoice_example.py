"""One invoice over 100.00 euros, and what is asked of it."""

from datetime import UTC, date, datetime
from typing import Any

from invoice.invoices.domain import commands
from invoice.invoices.domain.decider import INVOICE
from recoup_events import invoice as events
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
)
from recoup_events.kernel.money import Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario

DUE = date(2026, 2, 4)
VALUE_DATE = date(2026, 2, 1)
CREDIT_DAY = date(2026, 1, 20)
AT = datetime(2026, 1, 20, 9, tzinfo=UTC)
IDS: dict[str, Any] = {"invoice_id": InvoiceId("inv_1"), "customer_id": CustomerId("cus_1")}
PAYMENT, OTHER = PaymentId("pay_1"), PaymentId("pay_2")
DISPUTE = DisputeId("dsp_1")
THE_NOTE = events.CreditNote(number="CN-1")
THE_DISPUTE = events.UpheldDispute(dispute_id=DISPUTE)


ISSUED = events.InvoiceIssued(
    **IDS,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    total=eur(100_00),
    issue_date=date(2026, 1, 5),
    due_date=DUE,
    time_zone="Europe/Berlin",
)


ALLOCATION, ANOTHER = AllocationId("alc_1"), AllocationId("alc_2")
NOTE, GRANT = CreditNoteId("crn_1"), CreditNoteId("crn_2")
CREDITED, GRANTED = AllocationId("alc_3"), AllocationId("alc_4")


def applied(
    cents: int, balance: int, payment: PaymentId = PAYMENT, allocation: AllocationId = ALLOCATION
) -> events.PaymentApplied:
    return events.PaymentApplied(
        **IDS,
        payer_id=CustomerId("cus_1"),
        payment_id=payment,
        allocation_id=allocation,
        amount=eur(cents),
        balance=eur(balance),
        value_date=VALUE_DATE,
        applied_on=VALUE_DATE,
    )


def unapplied(
    cents: int,
    balance: int,
    remaining: int = 0,
    payment: PaymentId = PAYMENT,
    allocation: AllocationId = ALLOCATION,
    reason: str = "returned",
    on: date = date(2026, 2, 10),
) -> events.PaymentUnapplied:
    return events.PaymentUnapplied(
        **IDS,
        payer_id=CustomerId("cus_1"),
        payment_id=payment,
        allocation_id=allocation,
        amount=eur(cents),
        remaining=eur(remaining),
        balance=eur(balance),
        value_date=VALUE_DATE,
        unapplied_on=on,
        reason=reason,
    )


def credited(cents: int, balance: int) -> events.InvoiceCredited:
    return events.InvoiceCredited(
        **IDS,
        grounds=THE_NOTE,
        credit_note_id=NOTE,
        allocation_id=CREDITED,
        amount=eur(cents),
        balance=eur(balance),
        applied_on=CREDIT_DAY,
        reason="broken",
    )


def granted(cents: int, balance: int) -> events.InvoiceCredited:
    return events.InvoiceCredited(
        **IDS,
        grounds=THE_DISPUTE,
        credit_note_id=GRANT,
        allocation_id=GRANTED,
        amount=eur(cents),
        balance=eur(balance),
        applied_on=CREDIT_DAY,
        reason="broken",
    )


def apply(amount: Money) -> commands.ApplyPayment:
    return commands.ApplyPayment(
        payer_id=CustomerId("cus_1"),
        payment_id=PAYMENT,
        allocation_id=ALLOCATION,
        amount=amount,
        value_date=VALUE_DATE,
        applied_on=VALUE_DATE,
    )


def credit(amount: Money) -> commands.ApplyCredit:
    return commands.ApplyCredit(
        credit_note_id=NOTE,
        allocation_id=CREDITED,
        number="CN-1",
        amount=amount,
        applied_on=CREDIT_DAY,
        reason="broken",
    )


def credit_dispute(amount: Money) -> commands.CreditDispute:
    return commands.CreditDispute(
        dispute_id=DISPUTE,
        credit_note_id=GRANT,
        allocation_id=GRANTED,
        amount=amount,
        reason="broken",
        at=AT,
    )


def adjust(change: Money) -> commands.AdjustInvoice:
    return commands.AdjustInvoice(change=change, reason="price", at=AT)


def adjusted(change: int, total: int, balance: int) -> events.InvoiceAdjusted:
    return events.InvoiceAdjusted(
        **IDS,
        amount=eur(change),
        total=eur(total),
        balance=eur(balance),
        effective_on=CREDIT_DAY,
        reason="price",
    )


def cancelled(cents: int) -> events.InvoiceCancelled:
    return events.InvoiceCancelled(
        **IDS, amount=eur(cents), effective_on=CREDIT_DAY, reason="never delivered"
    )


PAID = events.InvoicePaid(**IDS, paid_on=VALUE_DATE)
PAID_BY_CREDIT = events.InvoicePaid(**IDS, paid_on=CREDIT_DAY)
UNAPPLY = commands.Unapply(allocation_id=ALLOCATION, reason="returned", today=date(2026, 2, 10))
CANCEL = commands.CancelInvoice(reason="never delivered", at=AT)
CANCELLED = cancelled(100_00)

invoice = Scenario(INVOICE)
