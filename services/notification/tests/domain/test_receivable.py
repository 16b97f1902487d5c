from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from notification.domain import facts
from notification.domain.receivable import RECEIVABLE, Receivable
from notification.domain.set_aside import SetAside
from recoup_events import dispute, invoice, payment_plan
from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause, Envelope, Stream
from recoup_events.ids import (
    CustomerId,
    DisputeId,
    InvoiceId,
    MessageId,
    PaymentId,
    PlanId,
    TenantId,
)
from recoup_events.money import Money, total
from recoup_events.slices import Slice

CAUSE = Cause(at=datetime(2026, 1, 5, tzinfo=UTC), actor="test", correlation_id=UUID(int=1))
STREAM = Stream(Account(TenantId("acme"), "cus_1"), "invoice", "inv_1")
INVOICE, OTHER, CUSTOMER = InvoiceId("inv_1"), InvoiceId("inv_2"), CustomerId("cus_1")
DISPUTE, PLAN = DisputeId("dsp_1"), PlanId("pln_1")


def euros(amount: int) -> Money:
    return Money(minor_units=amount * 100, currency="EUR")


def a_slice(amount: int, of: InvoiceId = INVOICE) -> Slice:
    return Slice(invoice_id=of, amount=euros(amount))


ISSUED = invoice.InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    external_id="1",
    number="R-1",
    total=euros(100),
    issue_date=date(2025, 12, 1),
    due_date=date(2026, 1, 1),
    time_zone="Europe/Berlin",
)
OPENED = dispute.DisputeOpened(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    slice=a_slice(30),
    reason=dispute.Reason.QUALITY,
    statement="Torn.",
)
PARTLY_UPHELD = dispute.DisputePartlyUpheld(
    dispute_id=DISPUTE, customer_id=CUSTOMER, slice=a_slice(30), credit=euros(10), why="One was."
)
AGREED = payment_plan.PlanAgreed(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    slices=(a_slice(60), a_slice(500, OTHER)),
    schedule=(payment_plan.Instalment(due_on=date(2026, 2, 1), amount=euros(560)),),
    time_zone="Europe/Berlin",
    grace_days=3,
)
MATCHED = payment_plan.PlanPaymentMatched(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    payment_id=PaymentId("pay_1"),
    invoice_id=INVOICE,
    amount=euros(20),
    remaining=euros(540),
)


def paid(amount: int, left: int) -> invoice.PaymentApplied:
    return invoice.PaymentApplied(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        payment_id=PaymentId("pay_1"),
        amount=euros(amount),
        balance=euros(left),
        applied_on=date(2026, 1, 5),
    )


def credited(amount: int, left: int) -> invoice.InvoiceCredited:
    return invoice.InvoiceCredited(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        credit_id=DISPUTE,
        amount=euros(amount),
        balance=euros(left),
        reason="dispute",
    )


def after(*facts: Fact) -> Receivable:
    known = RECEIVABLE.initial
    for version, fact in enumerate(facts, start=1):
        assert INVOICE in RECEIVABLE.documents(fact)
        known = RECEIVABLE.evolve(known, Envelope(UUID(int=version), STREAM, version, CAUSE, fact))
    return known


def chased(*facts: Fact) -> Money:
    known = after(*facts)
    assert known.invoice is not None
    return known.set_aside.chased(INVOICE, known.invoice.balance)


def test_a_new_invoice_is_chased_whole() -> None:
    assert chased(ISSUED) == euros(100)


def test_the_balance_is_what_the_invoice_service_last_said() -> None:
    unapplied = invoice.PaymentUnapplied(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        payment_id=PaymentId("pay_1"),
        amount=euros(40),
        balance=euros(100),
        reason="bounced",
    )
    assert chased(ISSUED, paid(40, 60)) == euros(60)
    assert chased(ISSUED, paid(40, 60), unapplied) == euros(100)


def test_a_paid_or_cancelled_invoice_owes_nothing_until_it_is_reopened() -> None:
    ids = {"invoice_id": INVOICE, "customer_id": CUSTOMER}
    done = invoice.InvoicePaid(**ids, paid_on=date(2026, 1, 5))
    cancelled = invoice.InvoiceCancelled(**ids, reason="duplicate")
    reopened = invoice.InvoiceReopened(**ids, balance=euros(25), reason="bounced")
    assert chased(ISSUED, done) == euros(0)
    assert chased(ISSUED, cancelled) == euros(0)
    assert chased(ISSUED, done, reopened) == euros(25)


def test_a_contested_slice_is_not_chased() -> None:
    assert chased(ISSUED, OPENED) == euros(70)


def test_a_slice_may_be_heard_of_before_its_invoice() -> None:
    assert chased(OPENED, ISSUED) == euros(70)


def test_a_dispute_that_fails_gives_its_slice_back() -> None:
    ids = {"dispute_id": DISPUTE, "customer_id": CUSTOMER, "slice": a_slice(30), "why": "no"}
    assert chased(ISSUED, OPENED, dispute.DisputeRejected(**ids)) == euros(100)
    assert chased(ISSUED, OPENED, dispute.DisputeWithdrawn(**ids)) == euros(100)


def test_a_credit_that_is_on_its_way_is_not_chased() -> None:
    upheld = dispute.DisputeUpheld(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slice=a_slice(30), credit=euros(30), why="Torn."
    )
    assert chased(ISSUED, OPENED, upheld) == euros(70)
    assert chased(ISSUED, OPENED, PARTLY_UPHELD) == euros(90)


def test_a_credit_counts_once_whichever_of_its_two_facts_is_heard_first() -> None:
    credit = credited(10, 90)
    assert chased(ISSUED, OPENED, PARTLY_UPHELD, credit) == euros(90)
    assert chased(ISSUED, OPENED, credit, PARTLY_UPHELD) == euros(90)


def test_a_plan_covers_its_slice_of_this_invoice_only() -> None:
    assert chased(ISSUED, AGREED) == euros(40)
    assert sorted(RECEIVABLE.documents(AGREED)) == [INVOICE, OTHER]


def test_a_payment_the_plan_expected_leaves_the_rest_chased_as_before() -> None:
    assert chased(ISSUED, AGREED, paid(20, 80), MATCHED) == euros(40)


def test_a_plan_that_ends_gives_back_what_is_left_of_its_slice() -> None:
    ids = {"plan_id": PLAN, "customer_id": CUSTOMER, "slices": AGREED.slices}
    broken = payment_plan.PlanBroken(**ids, missed=AGREED.schedule[0], remaining=euros(560))
    assert chased(ISSUED, AGREED, broken) == euros(100)
    assert chased(ISSUED, AGREED, payment_plan.PlanCompleted(**ids)) == euros(100)
    assert chased(ISSUED, AGREED, payment_plan.PlanCancelled(**ids, why="sold")) == euros(100)


def test_messages_are_held_until_they_are_released() -> None:
    held = facts.MessageHeld(message_id=MessageId("msg_1"), invoice_id=INVOICE)
    released = facts.MessageReleased(
        message_id=MessageId("msg_1"), invoice_id=INVOICE, send_at=CAUSE.at
    )
    assert after(held).held == ("msg_1",)
    assert after(held, ISSUED, released).held == ()


def test_other_facts_change_no_receivable() -> None:
    due = payment_plan.InstalmentDue(
        plan_id=PLAN, customer_id=CUSTOMER, instalment=AGREED.schedule[0], open=euros(1)
    )
    assert RECEIVABLE.documents(due) == []


@given(st.integers(0, 10**9), st.dictionaries(st.text(), st.lists(st.integers(1, 10**9))))
def test_what_is_chased_and_what_is_set_aside_never_exceed_the_balance(
    balance: int, covers: dict[str, list[int]]
) -> None:
    slices = {
        by: tuple(
            Slice(invoice_id=INVOICE, amount=Money(minor_units=n, currency="EUR")) for n in amounts
        )
        for by, amounts in covers.items()
    }
    owed = Money(minor_units=balance, currency="EUR")
    aside = total((s.amount for by in slices.values() for s in by), "EUR")
    rest = SetAside(slices=slices).chased(INVOICE, owed)
    assert Money.zero("EUR") <= rest <= owed
    assert rest == max(owed - aside, Money.zero("EUR"))
