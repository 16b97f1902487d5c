from datetime import UTC, date, datetime
from typing import Any

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, PaymentId
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
CANCELLED = events.InvoiceCancelled(**IDS, reason="never delivered")


def applied(cents: int, balance: int, payment: PaymentId = PAYMENT) -> events.PaymentApplied:
    return events.PaymentApplied(
        **IDS,
        payment_id=payment,
        amount=eur(cents),
        balance=eur(balance),
        applied_on=VALUE_DATE,
    )


def credited(
    cents: int, balance: int, grounds: events.Grounds = THE_NOTE
) -> events.InvoiceCredited:
    return events.InvoiceCredited(
        **IDS, grounds=grounds, amount=eur(cents), balance=eur(balance), reason="broken"
    )


def apply(amount: Money) -> commands.ApplyPayment:
    return commands.ApplyPayment(payment_id=PAYMENT, amount=amount, value_date=VALUE_DATE)


def credit(amount: Money) -> commands.CreditInvoice:
    return commands.CreditInvoice(note=THE_NOTE, amount=amount, reason="broken", at=AT)


def credit_dispute(amount: Money) -> commands.CreditDispute:
    return commands.CreditDispute(dispute_id=DISPUTE, amount=amount, reason="broken", at=AT)


PAID = events.InvoicePaid(**IDS, paid_on=VALUE_DATE)
PAID_BY_CREDIT = events.InvoicePaid(**IDS, paid_on=CREDIT_DAY)
UNAPPLY = commands.UnapplyPayment(payment_id=PAYMENT, reason="returned")
CANCEL = commands.CancelInvoice(reason="never delivered")

invoice = Scenario(INVOICE)


def test_a_part_payment_leaves_the_rest_owed() -> None:
    invoice.given(ISSUED).when(apply(eur(40_00))).then(applied(40_00, 60_00))


def test_the_last_payment_pays_the_invoice_on_its_value_date() -> None:
    invoice.given(ISSUED, applied(40_00, 60_00, OTHER)).when(apply(eur(60_00))).then(
        applied(60_00, 0), PAID
    )


def test_a_payment_that_is_applied_twice_adds_up_and_is_taken_back_whole() -> None:
    given = invoice.given(ISSUED, applied(40_00, 60_00), applied(10_00, 50_00))
    assert isinstance(given.state, Invoice)
    assert given.state.applied == {PAYMENT: eur(50_00)}
    after = given.when(UNAPPLY).then(
        events.PaymentUnapplied(
            **IDS, payment_id=PAYMENT, amount=eur(50_00), balance=eur(100_00), reason="returned"
        )
    )
    assert isinstance(after, Invoice)
    assert (after.applied, after.balance) == ({}, eur(100_00))


def test_taking_a_payment_back_leaves_every_other_applied() -> None:
    given = invoice.given(ISSUED, applied(40_00, 60_00), applied(10_00, 50_00, OTHER))
    after = given.when(UNAPPLY).then(
        events.PaymentUnapplied(
            **IDS, payment_id=PAYMENT, amount=eur(40_00), balance=eur(90_00), reason="returned"
        )
    )
    assert isinstance(after, Invoice)
    assert after.applied == {OTHER: eur(10_00)}


def test_more_than_the_balance_cannot_be_applied() -> None:
    invoice.given(ISSUED).when(apply(eur(100_01))).then_refused(errors.ExceedsBalance)


def test_another_currency_cannot_be_applied() -> None:
    dollars = Money(minor_units=1, currency="USD")
    refusal = invoice.given(ISSUED).when(apply(dollars)).then_refused(errors.CurrencyUnacceptable)
    assert refusal.pointer == "/amount/currency"


def test_a_paid_invoice_takes_no_payment() -> None:
    invoice.given(ISSUED, applied(100_00, 0), PAID).when(apply(eur(1))).then_refused(
        errors.InvoiceRefused
    )


def test_taking_back_the_payment_of_a_paid_invoice_reopens_it() -> None:
    invoice.given(ISSUED, applied(100_00, 0), PAID).when(UNAPPLY).then(
        events.PaymentUnapplied(
            **IDS, payment_id=PAYMENT, amount=eur(100_00), balance=eur(100_00), reason="returned"
        ),
        events.InvoiceReopened(**IDS, balance=eur(100_00), reason="returned"),
    )


def test_a_payment_that_was_never_applied_cannot_be_taken_back() -> None:
    invoice.given(ISSUED).when(UNAPPLY).then_refused(errors.InvoiceRefused)


def test_a_credit_lowers_what_is_owed() -> None:
    invoice.given(ISSUED).when(credit(eur(30_00))).then(credited(30_00, 70_00))


def test_a_credit_of_the_whole_balance_pays_the_invoice_on_the_day_of_the_credit() -> None:
    invoice.given(ISSUED).when(credit(eur(100_00))).then(credited(100_00, 0), PAID_BY_CREDIT)


def test_the_day_of_a_credit_is_the_debtors_day() -> None:
    late_evening_in_utc = datetime(2026, 1, 20, 23, 30, tzinfo=UTC)
    command = credit(eur(100_00)).model_copy(update={"at": late_evening_in_utc})
    invoice.given(ISSUED).when(command).then(
        credited(100_00, 0), events.InvoicePaid(**IDS, paid_on=date(2026, 1, 21))
    )


def test_a_credit_cannot_exceed_the_balance() -> None:
    invoice.given(ISSUED, applied(40_00, 60_00)).when(credit(eur(60_01))).then_refused(
        errors.ExceedsBalance
    )


def test_a_credit_in_another_currency_is_refused() -> None:
    invoice.given(ISSUED).when(credit(Money(minor_units=1, currency="USD"))).then_refused(
        errors.CurrencyUnacceptable
    )


def test_a_credit_note_named_like_a_dispute_is_a_credit_of_its_own() -> None:
    given = invoice.given(ISSUED, credited(40_00, 60_00, events.CreditNote(number=DISPUTE)))
    after = given.when(credit_dispute(eur(30_00))).then(credited(30_00, 30_00, THE_DISPUTE))
    assert isinstance(after, Invoice)
    assert after.balance == eur(30_00)


def test_the_same_credit_counts_once() -> None:
    invoice.given(ISSUED, credited(30_00, 70_00)).when(credit(eur(30_00))).then_refused(
        errors.DuplicateCredit
    )


def test_the_same_credit_counts_once_even_when_it_paid_the_invoice() -> None:
    invoice.given(ISSUED, credited(100_00, 0), PAID_BY_CREDIT).when(
        credit(eur(100_00))
    ).then_refused(errors.DuplicateCredit)


def test_an_upheld_dispute_is_credited() -> None:
    invoice.given(ISSUED).when(credit_dispute(eur(30_00))).then(credited(30_00, 70_00, THE_DISPUTE))


def test_an_upheld_dispute_credits_no_more_than_what_is_left() -> None:
    invoice.given(ISSUED, applied(80_00, 20_00)).when(credit_dispute(eur(30_00))).then(
        credited(20_00, 0, THE_DISPUTE), PAID_BY_CREDIT
    )


def test_an_upheld_dispute_on_a_paid_invoice_changes_nothing() -> None:
    invoice.given(ISSUED, applied(100_00, 0), PAID).when(credit_dispute(eur(30_00))).then_nothing()


def test_an_upheld_dispute_on_a_cancelled_invoice_changes_nothing() -> None:
    invoice.given(ISSUED, CANCELLED).when(credit_dispute(eur(30_00))).then_nothing()


def test_an_unpaid_invoice_can_be_cancelled() -> None:
    invoice.given(ISSUED).when(CANCEL).then(CANCELLED)


def test_a_partly_paid_invoice_cannot_be_cancelled() -> None:
    refusal = (
        invoice.given(ISSUED, applied(40_00, 60_00))
        .when(CANCEL)
        .then_refused(errors.InvoiceRefused)
    )
    assert "reverse its payments first" in refusal.detail


def test_a_cancelled_invoice_owes_nothing_and_takes_no_payment() -> None:
    given = invoice.given(ISSUED, CANCELLED)
    assert isinstance(given.state, Invoice)
    assert (given.state.state, given.state.balance) == (InvoiceState.CANCELLED, eur(0))
    given.when(apply(eur(1))).then_refused(errors.InvoiceRefused)


def test_what_was_never_issued_cannot_be_changed() -> None:
    invoice.given().when(CANCEL).then_refused(errors.InvoiceRefused)
