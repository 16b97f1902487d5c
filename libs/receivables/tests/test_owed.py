from datetime import date

import pytest

from recoup_events import dispute, invoice, payment_plan
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, PaymentId, PlanId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_receivables.owed import FOLLOWED, Owed, follow, invoices_of
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros

INVOICE, OTHER, CUSTOMER = InvoiceId("inv_1"), InvoiceId("inv_2"), CustomerId("cus_1")
DISPUTE, PLAN, PAYMENT = DisputeId("dsp_1"), PlanId("pln_1"), PaymentId("pay_1")
JANUARY_5 = date(2026, 1, 5)


def a_slice(amount: int, of: InvoiceId = INVOICE) -> Slice:
    return Slice(invoice_id=of, amount=euros(amount))


ISSUED = invoice.InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="1",
    number="R-1",
    total=euros(100),
    issue_date=date(2025, 12, 1),
    due_date=date(2026, 1, 1),
    time_zone="Europe/Berlin",
)
SETTLED = invoice.InvoicePaid(invoice_id=INVOICE, customer_id=CUSTOMER, paid_on=JANUARY_5)
CANCELLED = invoice.InvoiceCancelled(invoice_id=INVOICE, customer_id=CUSTOMER, reason="duplicate")
OPENED = dispute.DisputeOpened(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slice=a_slice(30),
    reason=dispute.Reason.QUALITY,
    statement="Torn.",
)
UPHELD = dispute.DisputeUpheld(
    dispute_id=DISPUTE, customer_id=CUSTOMER, slice=a_slice(30), credit=euros(30), reason="Torn."
)
PARTLY_UPHELD = dispute.DisputePartlyUpheld(
    dispute_id=DISPUTE, customer_id=CUSTOMER, slice=a_slice(30), credit=euros(10), reason="One was."
)
FAILED = (
    dispute.DisputeRejected(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slice=a_slice(30), reason="no"
    ),
    dispute.DisputeWithdrawn(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slice=a_slice(30), reason="no"
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
    amount=euros(25),
    remaining=euros(525),
)
UNMATCHED = payment_plan.PlanPaymentUnmatched(**MATCHED.model_dump())
REDUCED = payment_plan.PlanReduced(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    invoice_id=INVOICE,
    amount=euros(10),
    remaining=euros(540),
    reason="credit",
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
        customer_id=CUSTOMER,
        payment_id=PAYMENT,
        amount=euros(amount),
        balance=euros(left),
        applied_on=JANUARY_5,
    )


def taken_back(amount: int, left: int) -> invoice.PaymentUnapplied:
    return invoice.PaymentUnapplied(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        payment_id=PAYMENT,
        amount=euros(amount),
        balance=euros(left),
        reason="bounced",
    )


def credited(amount: int, left: int) -> invoice.InvoiceCredited:
    return invoice.InvoiceCredited(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        grounds=invoice.UpheldDispute(dispute_id=DISPUTE),
        amount=euros(amount),
        balance=euros(left),
        reason="dispute",
    )


def after(*events: Event) -> Owed:
    owed = Owed()
    for event in events:
        assert INVOICE in invoices_of(event)
        assert type(event) in FOLLOWED
        owed = follow(owed, event)
    return owed


def chased(*events: Event) -> Money:
    return after(*events).chased(INVOICE)


def test_a_new_invoice_is_chased_whole() -> None:
    assert chased(ISSUED) == euros(100)


def test_the_balance_is_what_the_invoice_service_last_said() -> None:
    assert chased(ISSUED, paid(40, 60)) == euros(60)
    assert chased(ISSUED, paid(40, 60), taken_back(40, 100)) == euros(100)


def test_a_paid_or_cancelled_invoice_owes_nothing_until_it_is_reopened() -> None:
    reopened = invoice.InvoiceReopened(
        invoice_id=INVOICE, customer_id=CUSTOMER, balance=euros(25), reason="bounced"
    )
    assert chased(ISSUED, SETTLED) == chased(ISSUED, CANCELLED) == euros(0)
    assert chased(ISSUED, SETTLED, reopened) == euros(25)


def test_what_is_heard_of_an_invoice_that_was_set_aside_unread_tells_no_balance() -> None:
    assert after(paid(40, 60), SETTLED, CANCELLED) == Owed()


def test_a_contested_slice_is_not_chased_whichever_is_heard_first() -> None:
    assert chased(ISSUED, OPENED) == chased(OPENED, ISSUED) == euros(70)


@pytest.mark.parametrize("failed", FAILED, ids=lambda event: event.type)
def test_a_dispute_that_fails_gives_its_slice_back(failed: Event) -> None:
    assert chased(ISSUED, OPENED, failed) == euros(100)


def test_a_credit_that_is_on_its_way_is_not_chased() -> None:
    assert chased(ISSUED, OPENED, UPHELD) == euros(70)
    assert chased(ISSUED, OPENED, PARTLY_UPHELD) == euros(90)


def test_a_credit_counts_once_whichever_of_its_two_events_is_heard_first() -> None:
    assert chased(ISSUED, OPENED, PARTLY_UPHELD, credited(10, 90)) == euros(90)
    assert chased(ISSUED, OPENED, credited(10, 90), PARTLY_UPHELD) == euros(90)


@pytest.mark.parametrize("settled", [paid(100, 0), SETTLED], ids=lambda event: event.type)
def test_a_credit_that_found_nothing_to_credit_is_not_waited_for(settled: Event) -> None:
    bounced = taken_back(100, 100)
    assert chased(ISSUED, OPENED, UPHELD, settled, bounced) == euros(100)
    assert chased(ISSUED, OPENED, settled, UPHELD, bounced) == euros(100)
    assert chased(ISSUED, OPENED, settled, bounced, UPHELD) == euros(100)


def test_an_open_dispute_outlives_the_payment_of_its_invoice() -> None:
    assert chased(ISSUED, OPENED, paid(100, 0), taken_back(100, 100)) == euros(70)


def test_a_plan_covers_its_slice_of_this_invoice_only() -> None:
    assert chased(ISSUED, AGREED) == euros(50)
    assert invoices_of(AGREED) == [INVOICE, OTHER]


def test_a_payment_the_plan_expected_leaves_the_rest_chased_whichever_is_heard_first() -> None:
    assert chased(ISSUED, AGREED, paid(25, 75), MATCHED) == euros(50)
    assert chased(ISSUED, AGREED, MATCHED, paid(25, 75)) == euros(50)


def test_nothing_is_asked_for_twice_while_only_one_of_the_two_is_heard() -> None:
    assert chased(ISSUED, AGREED, paid(25, 75)) == euros(25)
    assert chased(ISSUED, AGREED, MATCHED) == euros(50)


def test_a_payment_taken_back_is_expected_by_the_plan_again_and_never_chased() -> None:
    kept = (ISSUED, AGREED, paid(25, 75), MATCHED)
    assert chased(*kept, taken_back(25, 100)) == euros(50)
    assert chased(*kept, taken_back(25, 100), UNMATCHED) == euros(50)
    assert chased(*kept, UNMATCHED, taken_back(25, 100)) == euros(50)


def test_a_plan_that_expects_less_sets_less_aside() -> None:
    assert chased(ISSUED, AGREED, REDUCED) == euros(60)


@pytest.mark.parametrize("over", OVER, ids=lambda event: event.type)
def test_a_plan_that_is_over_gives_back_what_is_left_of_its_slice(over: Event) -> None:
    assert chased(ISSUED, AGREED, paid(25, 75), MATCHED, over) == euros(75)


def test_what_is_said_of_a_plan_nobody_heard_of_changes_nothing() -> None:
    assert after(ISSUED, MATCHED, UNMATCHED, REDUCED, *OVER) == after(ISSUED)


def test_no_more_than_the_balance_is_set_aside() -> None:
    assert chased(ISSUED, OPENED, AGREED, paid(60, 40)) == euros(0)


def test_other_events_change_nothing() -> None:
    due = payment_plan.InstalmentDue(
        plan_id=PLAN, customer_id=CUSTOMER, instalment=AGREED.schedule[0], open=euros(1)
    )
    assert invoices_of(due) == []
    assert follow(after(ISSUED), due) == after(ISSUED)
