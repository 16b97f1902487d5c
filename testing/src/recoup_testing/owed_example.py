"""One invoice over 100.00 euros, a dispute and a plan over it, and what may happen to them."""

from datetime import date

from recoup_events import dispute, invoice, payment_plan
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
    PlanId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_receivables.owed import FOLLOWED, Owed, follow, receivables_of
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros

INVOICE, OTHER, CUSTOMER = InvoiceId("inv_1"), InvoiceId("inv_2"), CustomerId("cus_1")
DISPUTE, PLAN, PAYMENT = DisputeId("dsp_1"), PlanId("pln_1"), PaymentId("pay_1")
RECEIVABLE, NOT_THIS = receivable_id_of(INVOICE, 0), receivable_id_of(OTHER, 0)
JANUARY_5 = date(2026, 1, 5)


def a_slice(amount: int, of: InvoiceId = INVOICE) -> Slice:
    return Slice(invoice_id=of, receivable_id=receivable_id_of(of, 0), amount=euros(amount))


ISSUED = invoice.InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="1",
    number="R-1",
    total=euros(100),
    issue_date=date(2025, 12, 1),
    terms=invoice.schedule_of(INVOICE, [(date(2026, 1, 1), euros(100))]),
    time_zone="Europe/Berlin",
)
CANCELLED = invoice.InvoiceCancelled(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    reason="duplicate",
    amount=euros(100),
    terms=(
        invoice.ChangedTerm(
            receivable_id=RECEIVABLE,
            due_date=date(2026, 1, 1),
            amount=euros(100),
            change=euros(-100),
            balance=euros(0),
        ),
    ),
    effective_on=date(2026, 1, 20),
)
OPENED = dispute.DisputeOpened(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(a_slice(30),),
    reason=dispute.Reason.QUALITY,
    statement="Torn.",
)
UPHELD = dispute.DisputeUpheld(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    slices=(a_slice(30),),
    credit=euros(30),
    credits=(a_slice(30),),
    reason="Torn.",
)
PARTLY_UPHELD = dispute.DisputePartlyUpheld(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    slices=(a_slice(30),),
    credit=euros(10),
    credits=(a_slice(10),),
    reason="One was.",
)
FAILED = (
    dispute.DisputeRejected(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slices=(a_slice(30),), reason="no"
    ),
    dispute.DisputeWithdrawn(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slices=(a_slice(30),), reason="no"
    ),
)
AGREED = payment_plan.PlanAgreed(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(a_slice(50), a_slice(500, OTHER)),
    schedule=(payment_plan.Instalment(due_on=date(2026, 2, 1), amount=euros(550)),),
    time_zone="Europe/Berlin",
    grace_days=3,
)
MATCHED = payment_plan.PlanPaymentMatched(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    payment_id=PAYMENT,
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    amount=euros(25),
    counted_on=date(2026, 2, 1),
    remaining=euros(525),
    allocation_id=AllocationId("alc_1"),
)
UNMATCHED = payment_plan.PlanPaymentUnmatched(**MATCHED.model_dump())
REDUCED = payment_plan.PlanReduced(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    amount=euros(10),
    counted_on=date(2026, 2, 1),
    schedule=AGREED.schedule,
    remaining=euros(540),
    reason="credit",
)
REINSTATED = payment_plan.PlanReinstated(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    slices=AGREED.slices,
    missed=AGREED.schedule[0],
    broken_on=date(2026, 2, 5),
    remaining=euros(525),
)
MOVED = payment_plan.PlanSliceMoved(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    taken_from=a_slice(20, OTHER),
)
OVER = (
    payment_plan.PlanBroken(
        plan_id=PLAN,
        customer_id=CUSTOMER,
        slices=AGREED.slices,
        missed=AGREED.schedule[0],
        remaining=euros(550),
    ),
    payment_plan.PlanCompleted(plan_id=PLAN, customer_id=CUSTOMER, slices=AGREED.slices),
    payment_plan.PlanCancelled(
        plan_id=PLAN, customer_id=CUSTOMER, slices=AGREED.slices, reason="x"
    ),
)


def paid(amount: int, left: int) -> invoice.PaymentApplied:
    return invoice.PaymentApplied(
        invoice_id=INVOICE,
        receivable_id=RECEIVABLE,
        customer_id=CUSTOMER,
        payer_id=CUSTOMER,
        payment_id=PAYMENT,
        amount=euros(amount),
        balance=euros(left),
        applied_on=JANUARY_5,
        allocation_id=AllocationId("alc_1"),
        value_date=JANUARY_5,
    )


def taken_back(amount: int, left: int, remaining: int = 0) -> invoice.PaymentUnapplied:
    return invoice.PaymentUnapplied(
        invoice_id=INVOICE,
        receivable_id=RECEIVABLE,
        customer_id=CUSTOMER,
        payer_id=CUSTOMER,
        payment_id=PAYMENT,
        amount=euros(amount),
        balance=euros(left),
        reason="bounced",
        allocation_id=AllocationId("alc_1"),
        remaining=euros(remaining),
        value_date=date(2026, 1, 5),
        unapplied_on=date(2026, 1, 20),
    )


def credited(amount: int, left: int) -> invoice.InvoiceCredited:
    return invoice.InvoiceCredited(
        invoice_id=INVOICE,
        receivable_id=RECEIVABLE,
        customer_id=CUSTOMER,
        grounds=invoice.UpheldDispute(dispute_id=DISPUTE),
        amount=euros(amount),
        balance=euros(left),
        reason="dispute",
        credit_note_id=CreditNoteId("crn_1"),
        allocation_id=AllocationId("alc_2"),
    )


def after(*events: Event) -> Owed:
    owed = Owed(receivable_id=RECEIVABLE)
    for event in events:
        assert RECEIVABLE in receivables_of(event)
        assert type(event) in FOLLOWED
        owed = follow(owed, event)
    return owed


def chased(*events: Event) -> Money:
    return after(*events).chased
