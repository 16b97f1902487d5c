"""Words for tests about slices of the invoice in ``chasing`` that a dispute or a plan sets aside."""

from datetime import timedelta

from recoup_events.dispute import (
    DisputeOpened,
    DisputePartlyUpheld,
    DisputeRejected,
    DisputeUpheld,
    DisputeWithdrawn,
    Reason,
)
from recoup_events.invoice import InvoiceCredited, UpheldDispute
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    DisputeId,
    InvoiceId,
    PlanId,
    receivable_id_of,
)
from recoup_events.kernel.slices import Slice, first_of
from recoup_events.payment_plan import (
    Instalment,
    PlanAgreed,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
    PlanPaymentMatched,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import (
    BERLIN,
    CUSTOMER,
    DUE,
    INVOICE,
    RECEIVABLE,
    eur,
    paid,
)

DISPUTE, PLAN = DisputeId("dsp_1"), PlanId("pln_1")
SECOND = InvoiceId("inv_2")
PART = Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("30.00"))
REST = Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("70.00"))
OF_SECOND = Slice(
    invoice_id=SECOND, receivable_id=receivable_id_of(SECOND, 0), amount=eur("100.00")
)
INSTALMENT = Instalment(due_on=DUE + timedelta(days=30), amount=eur("170.00"))

OPENED = DisputeOpened(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(PART,),
    reason=Reason.PRICE,
    statement="We agreed on less.",
)
FAILED = (
    DisputeWithdrawn(dispute_id=DISPUTE, customer_id=CUSTOMER, slices=(PART,), reason="a mistake"),
    DisputeRejected(dispute_id=DISPUTE, customer_id=CUSTOMER, slices=(PART,), reason="as agreed"),
)
UPHELD = DisputeUpheld(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    slices=(PART,),
    credit=PART.amount,
    credits=(PART,),
    reason="right",
)
PARTLY_UPHELD = DisputePartlyUpheld(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    slices=(PART,),
    credit=eur("10.00"),
    credits=first_of((PART,), eur("10.00")),
    reason="in part",
)
CREDITED = InvoiceCredited(
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    customer_id=CUSTOMER,
    grounds=UpheldDispute(dispute_id=DISPUTE),
    credit_note_id=CreditNoteId("crn_1"),
    allocation_id=AllocationId("alc_2"),
    amount=eur("10.00"),
    balance=eur("90.00"),
    reason="in part",
)
PAID = paid("30.00", left="70.00")
AGREED = PlanAgreed(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(REST, OF_SECOND),
    schedule=(INSTALMENT,),
    time_zone=BERLIN,
    grace_days=3,
)
MATCHED = PlanPaymentMatched(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    payment_id=PAID.payment_id,
    allocation_id=PAID.allocation_id,
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    amount=eur("30.00"),
    counted_on=DUE,
    remaining=eur("140.00"),
)
OVER = (
    PlanBroken(
        plan_id=PLAN,
        customer_id=CUSTOMER,
        slices=AGREED.slices,
        missed=INSTALMENT,
        remaining=eur("170.00"),
    ),
    PlanCancelled(plan_id=PLAN, customer_id=CUSTOMER, slices=AGREED.slices, reason="asked to"),
    PlanCompleted(plan_id=PLAN, customer_id=CUSTOMER, slices=AGREED.slices),
)
