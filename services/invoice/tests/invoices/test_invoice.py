from datetime import date

from invoice.invoices.domain import errors
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.kernel.ids import derived
from recoup_events.kernel.money import Money
from recoup_testing.invoice_example import (
    ANOTHER,
    GRANT,
    IDS,
    ISSUED,
    OTHER,
    PAID,
    PAID_BY_CREDIT,
    TERM,
    UNAPPLY,
    VALUE_DATE,
    applied,
    apply,
    credit,
    credit_dispute,
    credited,
    granted,
    invoice,
    unapplied,
)
from recoup_testing.money import eur


def test_a_part_payment_leaves_the_rest_owed() -> None:
    invoice.given(ISSUED).when(apply(eur(40_00))).then(applied(40_00, 60_00))


def test_the_last_payment_pays_the_invoice_on_its_value_date() -> None:
    invoice.given(ISSUED, applied(40_00, 60_00, OTHER)).when(apply(eur(60_00))).then(
        applied(60_00, 0), PAID
    )


def test_each_allocation_is_taken_back_by_itself() -> None:
    given = invoice.given(ISSUED, applied(40_00, 60_00), applied(10_00, 50_00, allocation=ANOTHER))
    after = given.when(UNAPPLY).then(unapplied(40_00, 90_00))
    assert isinstance(after, Invoice)
    assert (list(after.applied), after.paid, after.balance) == ([ANOTHER], eur(10_00), eur(90_00))


def test_nothing_is_taken_back_before_it_counts() -> None:
    early = UNAPPLY.model_copy(update={"today": date(2026, 1, 20)})
    given = invoice.given(ISSUED, applied(40_00, 60_00))
    given.when(early).then(unapplied(40_00, 100_00, on=VALUE_DATE))


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
        unapplied(100_00, 100_00),
        events.InvoiceReopened(**IDS, balance=eur(100_00), reason="returned"),
    )


def test_a_payment_that_was_never_applied_cannot_be_taken_back() -> None:
    invoice.given(ISSUED).when(UNAPPLY).then_refused(errors.InvoiceRefused)


def test_a_credit_lowers_what_is_owed() -> None:
    invoice.given(ISSUED).when(credit(eur(30_00))).then(credited(30_00, 70_00))


def test_a_credit_of_the_whole_balance_pays_the_invoice_on_the_day_of_the_credit() -> None:
    invoice.given(ISSUED).when(credit(eur(100_00))).then(credited(100_00, 0), PAID_BY_CREDIT)


def test_a_credit_cannot_exceed_the_balance() -> None:
    invoice.given(ISSUED, applied(40_00, 60_00)).when(credit(eur(60_01))).then_refused(
        errors.ExceedsBalance
    )


def test_a_credit_in_another_currency_is_refused() -> None:
    invoice.given(ISSUED).when(credit(Money(minor_units=1, currency="USD"))).then_refused(
        errors.CurrencyUnacceptable
    )


def test_an_upheld_dispute_is_credited() -> None:
    invoice.given(ISSUED).when(credit_dispute(eur(30_00))).then(granted(30_00, 70_00))


def test_what_was_granted_is_credited_whole_and_payments_make_room_the_latest_first() -> None:
    paid = (applied(50_00, 50_00), applied(30_00, 20_00, OTHER, ANOTHER))
    after = (
        invoice.given(ISSUED, *paid)
        .when(credit_dispute(eur(60_00)))
        .then(
            unapplied(30_00, 0, 0, OTHER, ANOTHER, "broken", VALUE_DATE),
            unapplied(10_00, 0, 40_00, reason="broken", on=VALUE_DATE),
            granted(60_00, 0),
            PAID,
        )
    )
    assert isinstance(after, Invoice)
    assert (after.paid, after.credited, after.balance) == (eur(40_00), eur(60_00), eur(0))


def test_a_paid_invoice_stays_paid_when_a_dispute_is_granted_on_it() -> None:
    invoice.given(ISSUED, applied(100_00, 0), PAID).when(credit_dispute(eur(30_00))).then(
        unapplied(30_00, 0, 70_00, reason="broken", on=VALUE_DATE), granted(30_00, 0)
    )


def test_what_was_granted_is_not_owed_again_when_the_payment_is_returned() -> None:
    history = (
        applied(100_00, 0),
        PAID,
        unapplied(30_00, 0, 70_00, reason="broken"),
        granted(30_00, 0),
    )
    invoice.given(ISSUED, *history).when(UNAPPLY).then(
        unapplied(70_00, 70_00),
        events.InvoiceReopened(**IDS, balance=eur(70_00), reason="returned"),
    )


def test_no_more_is_granted_here_than_the_invoice_is_over_and_that_is_said_too() -> None:
    given = invoice.given(ISSUED, granted(100_00, 0))
    given.when(credit_dispute(eur(30_00))).then(granted(0, 0, derived("alc", GRANT, TERM)))
