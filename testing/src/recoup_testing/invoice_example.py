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
    ReceivableId,
    allocation_id_of,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario

DUE = date(2026, 2, 4)
VALUE_DATE = date(2026, 2, 1)
CREDIT_DAY = date(2026, 1, 20)
AT = datetime(2026, 1, 20, 9, tzinfo=UTC)
INVOICE_ID = InvoiceId("inv_1")
IDS: dict[str, Any] = {"invoice_id": INVOICE_ID, "customer_id": CustomerId("cus_1")}
TERM = receivable_id_of(INVOICE_ID, 0)
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
    terms=events.schedule_of(INVOICE_ID, [(DUE, eur(100_00))]),
    time_zone="Europe/Berlin",
)


ALLOCATION, ANOTHER = AllocationId("alc_1"), AllocationId("alc_2")
NOTE, GRANT = CreditNoteId("crn_1"), CreditNoteId("crn_2")
CREDITED, GRANTED = AllocationId("alc_3"), allocation_id_of(GRANT, 0)


def applied(
    cents: int,
    balance: int,
    payment: PaymentId = PAYMENT,
    allocation: AllocationId = ALLOCATION,
    term: ReceivableId = TERM,
) -> events.PaymentApplied:
    return events.PaymentApplied(
        **IDS,
        receivable_id=term,
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
    term: ReceivableId = TERM,
) -> events.PaymentUnapplied:
    return events.PaymentUnapplied(
        **IDS,
        receivable_id=term,
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
        receivable_id=TERM,
        grounds=THE_NOTE,
        credit_note_id=NOTE,
        allocation_id=CREDITED,
        amount=eur(cents),
        balance=eur(balance),
        applied_on=CREDIT_DAY,
        reason="broken",
    )


def granted(cents: int, balance: int, allocation: str = GRANTED) -> events.InvoiceCredited:
    return events.InvoiceCredited(
        **IDS,
        receivable_id=TERM,
        grounds=THE_DISPUTE,
        credit_note_id=GRANT,
        allocation_id=AllocationId(allocation),
        amount=eur(cents),
        balance=eur(balance),
        applied_on=CREDIT_DAY,
        reason="broken",
    )


def apply(amount: Money, term: ReceivableId = TERM) -> commands.ApplyPayment:
    return commands.ApplyPayment(
        receivable_id=term,
        payer_id=CustomerId("cus_1"),
        payment_id=PAYMENT,
        allocation_id=ALLOCATION,
        amount=amount,
        value_date=VALUE_DATE,
        applied_on=VALUE_DATE,
    )


def credit(amount: Money) -> commands.ApplyCredit:
    return commands.ApplyCredit(
        receivable_id=TERM,
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
        credits=(Slice(invoice_id=INVOICE_ID, receivable_id=TERM, amount=amount),),
        reason="broken",
        at=AT,
    )


def adjust(change: Money) -> commands.AdjustInvoice:
    return commands.AdjustInvoice(change=change, reason="price", at=AT)


def changed(change: int, amount: int, balance: int) -> events.ChangedTerm:
    """The one term, after it was adjusted or cancelled."""
    return events.ChangedTerm(
        receivable_id=TERM,
        due_date=DUE,
        amount=eur(amount),
        change=eur(change),
        balance=eur(balance),
    )


def adjusted(change: int, total: int, balance: int) -> events.InvoiceAdjusted:
    return events.InvoiceAdjusted(
        **IDS,
        amount=eur(change),
        total=eur(total),
        terms=(changed(change, total, balance),),
        effective_on=CREDIT_DAY,
        reason="price",
    )


def cancelled(cents: int) -> events.InvoiceCancelled:
    return events.InvoiceCancelled(
        **IDS,
        amount=eur(cents),
        terms=(changed(-cents, 100_00, 0),),
        effective_on=CREDIT_DAY,
        reason="never delivered",
    )


PAID = events.InvoicePaid(**IDS, paid_on=VALUE_DATE)
PAID_BY_CREDIT = events.InvoicePaid(**IDS, paid_on=CREDIT_DAY)
UNAPPLY = commands.Unapply(allocation_id=ALLOCATION, reason="returned", today=date(2026, 2, 10))
CANCEL = commands.CancelInvoice(reason="never delivered", at=AT)
CANCELLED = cancelled(100_00)

invoice = Scenario(INVOICE)
