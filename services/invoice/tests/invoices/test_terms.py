"""An invoice in three terms: each is paid, becomes overdue and ages by itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import AGING, Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import allocation_id_of
from recoup_events.kernel.money import Money
from recoup_testing.invoice_example import (
    ANOTHER,
    IDS,
    INVOICE_ID,
    OTHER,
    PAID,
    UNAPPLY,
    applied,
    apply,
    invoice,
    unapplied,
)
from recoup_testing.money import eur
from recoup_testing.terms_example import (
    APRIL,
    FIRST,
    FIRST_PAID,
    ISSUE,
    ISSUED,
    MARCH,
    OVERDUE,
    SECOND,
    THIRD,
)


def age(at: datetime) -> commands.AgeInvoice:
    return commands.AgeInvoice(at=at)


def test_it_is_issued_with_its_schedule() -> None:
    invoice.given().when(ISSUE).then(ISSUED)


def but(*amounts: tuple[date, Money]) -> commands.IssueInvoice:
    return ISSUE.model_copy(update={"terms": events.schedule_of(INVOICE_ID, amounts)})


@pytest.mark.parametrize(
    ("command", "error", "pointer"),
    [
        (but((MARCH, eur(50_00)), (MARCH, eur(50_00))), errors.DatesUnacceptable, "/1/due_date"),
        (but((MARCH, eur(50_00)), (APRIL, eur(49_99))), errors.TermsUnacceptable, ""),
        (but(*[(MARCH, eur(1))] * 61), errors.TermsUnacceptable, ""),
        (but((date(2026, 1, 4), eur(1)), (APRIL, eur(1))), errors.DatesUnacceptable, "/0/due_date"),
        (
            but((MARCH, eur(1)), (APRIL, Money(minor_units=1, currency="USD"))),
            errors.CurrencyUnacceptable,
            "/1/amount/currency",
        ),
    ],
)
def test_a_schedule_divides_the_invoice(
    command: commands.IssueInvoice, error: type[Any], pointer: str
) -> None:
    refused = invoice.given().when(command).then_refused(error)
    assert refused.pointer == f"/schedule{pointer}"


def test_it_is_paid_once_all_its_terms_are() -> None:
    after = invoice.given(ISSUED).when(apply(eur(20_00), FIRST)).then(FIRST_PAID)
    assert isinstance(after, Invoice)
    assert (after.state, after.due_date) == (InvoiceState.OPEN, MARCH)
    assert after.state_of(FIRST) is InvoiceState.PAID
    rest = (FIRST_PAID, applied(30_00, 0, allocation=ANOTHER, term=SECOND))
    last = apply(eur(50_00), THIRD)
    invoice.given(ISSUED, *rest).when(last).then(applied(50_00, 0, term=THIRD), PAID)


def test_a_term_takes_no_more_than_is_owed_on_it() -> None:
    invoice.given(ISSUED).when(apply(eur(20_01), FIRST)).then_refused(errors.ExceedsBalance)


def test_a_payment_that_is_taken_back_is_owed_on_its_term() -> None:
    whole = (
        FIRST_PAID,
        applied(30_00, 0, OTHER, ANOTHER, SECOND),
        applied(50_00, 0, OTHER, allocation_id_of(OTHER, 1), THIRD),
        PAID,
    )
    after = (
        invoice.given(ISSUED, *whole)
        .when(UNAPPLY)
        .then(
            unapplied(20_00, 20_00, term=FIRST),
            events.InvoiceReopened(**IDS, balance=eur(20_00), reason="returned"),
        )
    )
    assert isinstance(after, Invoice)
    assert [after.state_of(id) for id in (FIRST, SECOND)] == [InvoiceState.OPEN, InvoiceState.PAID]


def test_each_term_becomes_overdue_and_ages_by_itself() -> None:
    april_6 = datetime(2026, 4, 6, 9, tzinfo=UTC)
    aged = events.InvoiceAged(
        **IDS, receivable_id=FIRST, balance=eur(20_00), days_past_due=61, bucket="61-90"
    )
    after = (
        invoice.given(ISSUED, OVERDUE)
        .when(age(april_6))
        .then(
            aged.model_copy(update={"days_past_due": 31, "bucket": "31-60"}),
            aged,
            events.InvoiceBecameOverdue(
                **IDS, receivable_id=SECOND, balance=eur(30_00), due_date=MARCH
            ),
            events.InvoiceAged(
                **IDS, receivable_id=SECOND, balance=eur(30_00), days_past_due=31, bucket="31-60"
            ),
            events.InvoiceBecameOverdue(
                **IDS, receivable_id=THIRD, balance=eur(50_00), due_date=APRIL
            ),
        )
    )
    assert isinstance(after, Invoice)
    assert after.state is InvoiceState.OVERDUE


def test_it_wakes_when_the_next_of_its_unpaid_terms_ages() -> None:
    march_4, march_6 = datetime(2026, 3, 4, 23, tzinfo=UTC), datetime(2026, 3, 6, 23, tzinfo=UTC)
    assert INVOICE.timers(invoice.given(ISSUED, OVERDUE).state) == {AGING: march_4}
    late = events.InvoiceBecameOverdue(
        **IDS, receivable_id=SECOND, balance=eur(30_00), due_date=MARCH
    )
    assert INVOICE.timers(invoice.given(ISSUED, OVERDUE, late).state) == {AGING: march_6}


def test_it_is_open_again_once_the_overdue_term_is_paid() -> None:
    state = invoice.given(ISSUED, OVERDUE, FIRST_PAID).state
    assert isinstance(state, Invoice)
    assert (state.state, state.aged) == (InvoiceState.OPEN, {})
