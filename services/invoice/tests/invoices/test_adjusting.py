"""An issued invoice is raised, lowered and cancelled, also when it is paid."""

import pytest

from invoice.invoices.domain import errors
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Unacceptable
from recoup_testing.invoice_example import (
    ANOTHER,
    CANCEL,
    CANCELLED,
    CREDIT_DAY,
    CREDITED,
    IDS,
    ISSUED,
    NOTE,
    OTHER,
    PAID,
    PAID_BY_CREDIT,
    TERM,
    VALUE_DATE,
    adjust,
    adjusted,
    applied,
    apply,
    cancelled,
    credit_dispute,
    credited,
    granted,
    invoice,
    unapplied,
)
from recoup_testing.money import eur


def test_an_invoice_is_raised_and_lowered() -> None:
    invoice.given(ISSUED).when(adjust(eur(20_00))).then(adjusted(20_00, 120_00, 120_00))
    invoice.given(ISSUED).when(adjust(-eur(20_00))).then(adjusted(-20_00, 80_00, 80_00))


def test_one_that_is_lowered_to_what_was_paid_is_paid() -> None:
    invoice.given(ISSUED, applied(60_00, 40_00)).when(adjust(-eur(40_00))).then(
        adjusted(-40_00, 60_00, 0), PAID
    )


def test_what_was_paid_and_is_too_much_is_taken_off_the_latest_first() -> None:
    paid = (applied(50_00, 50_00), applied(40_00, 10_00, OTHER, ANOTHER))
    invoice.given(ISSUED, *paid).when(adjust(-eur(70_00))).then(
        unapplied(40_00, 0, 0, OTHER, ANOTHER, "price", VALUE_DATE),
        unapplied(20_00, 0, 30_00, reason="price", on=VALUE_DATE),
        adjusted(-70_00, 30_00, 0),
        PAID,
    )


def test_a_paid_invoice_stays_paid_when_it_is_lowered_and_is_owed_again_when_raised() -> None:
    paid = invoice.given(ISSUED, applied(100_00, 0), PAID)
    paid.when(adjust(-eur(40_00))).then(
        unapplied(40_00, 0, 60_00, reason="price", on=VALUE_DATE), adjusted(-40_00, 60_00, 0)
    )
    paid.when(adjust(eur(40_00))).then(
        adjusted(40_00, 140_00, 40_00),
        events.InvoiceReopened(**IDS, balance=eur(40_00), reason="price"),
    )


def test_what_a_dispute_granted_is_taken_off_last() -> None:
    given = invoice.given(ISSUED, applied(60_00, 40_00), granted(40_00, 0))
    after = given.when(adjust(-eur(60_00))).then(
        unapplied(60_00, 0, reason="price", on=VALUE_DATE), adjusted(-60_00, 40_00, 0)
    )
    assert isinstance(after, Invoice)
    assert after.credited == eur(40_00)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (eur(0), errors.AdjustmentUnacceptable),
        (-eur(100_01), errors.AdjustmentUnacceptable),
        (Money(minor_units=1, currency="USD"), errors.CurrencyUnacceptable),
    ],
)
def test_an_invoice_is_never_below_nothing(change: Money, error: type[Unacceptable]) -> None:
    invoice.given(ISSUED).when(adjust(change)).then_refused(error)
    lowered = invoice.given(ISSUED).when(adjust(-eur(100_00)))
    lowered.then(adjusted(-100_00, 0, 0), PAID_BY_CREDIT)


def test_cancelling_puts_what_was_applied_on_account() -> None:
    given = invoice.given(ISSUED, applied(60_00, 40_00), credited(40_00, 0))
    after = given.when(CANCEL).then(
        events.CreditUnapplied(
            **IDS,
            receivable_id=TERM,
            credit_note_id=NOTE,
            allocation_id=CREDITED,
            amount=eur(40_00),
            remaining=eur(0),
            balance=eur(0),
            unapplied_on=CREDIT_DAY,
            reason="never delivered",
        ),
        unapplied(60_00, 0, reason="never delivered", on=VALUE_DATE),
        CANCELLED,
    )
    assert isinstance(after, Invoice)
    assert (after.state, after.balance) == (InvoiceState.CANCELLED, eur(0))


def test_what_was_granted_on_a_cancelled_invoice_was_never_owed() -> None:
    given = invoice.given(ISSUED, granted(30_00, 70_00))
    given.when(CANCEL).then(cancelled(70_00))


def test_a_cancelled_invoice_is_over() -> None:
    given = invoice.given(ISSUED, CANCELLED)
    for command in (CANCEL, adjust(eur(1)), apply(eur(1)), credit_dispute(eur(30_00))):
        given.when(command).then_refused(errors.InvoiceRefused)
