from datetime import UTC, date, datetime, timedelta
from typing import Any

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import AGING, Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.scenario import Scenario
from recoup_testing.terms import cancelled, one_term

DUE = date(2026, 2, 4)
MIDNIGHT = datetime(2026, 2, 4, 23, tzinfo=UTC)
"""The end of the due date in Berlin."""
HUNDRED = Money(minor_units=100_00, currency="EUR")
NOTHING = Money(minor_units=0, currency="EUR")
IDS: dict[str, Any] = {"invoice_id": InvoiceId("inv_1"), "customer_id": CustomerId("cus_1")}
TERM = receivable_id_of(InvoiceId("inv_1"), 0)
ISSUED = events.InvoiceIssued(
    **IDS,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    total=HUNDRED,
    issue_date=date(2026, 1, 5),
    terms=one_term(InvoiceId("inv_1"), DUE, HUNDRED),
    time_zone="Europe/Berlin",
)
OVERDUE = events.InvoiceBecameOverdue(**IDS, receivable_id=TERM, balance=HUNDRED, due_date=DUE)
APPLIED = events.PaymentApplied(
    **IDS,
    receivable_id=TERM,
    payer_id=CustomerId("cus_1"),
    payment_id=PaymentId("pay_1"),
    amount=HUNDRED,
    balance=NOTHING,
    applied_on=DUE,
    allocation_id=AllocationId("alc_1"),
    value_date=DUE,
)
PAID = events.InvoicePaid(**IDS, paid_on=DUE)
UNAPPLIED = events.PaymentUnapplied(
    **IDS,
    receivable_id=TERM,
    payer_id=CustomerId("cus_1"),
    payment_id=PaymentId("pay_1"),
    amount=HUNDRED,
    balance=HUNDRED,
    reason="returned",
    allocation_id=AllocationId("alc_1"),
    remaining=Money.zero("EUR"),
    value_date=date(2026, 1, 5),
    unapplied_on=date(2026, 1, 20),
)
REOPENED = events.InvoiceReopened(**IDS, balance=HUNDRED, reason="returned")


def aged(days: int, bucket: str) -> events.InvoiceAged:
    return events.InvoiceAged(
        **IDS, receivable_id=TERM, balance=HUNDRED, days_past_due=days, bucket=bucket
    )


AGES = (aged(31, "31-60"), aged(61, "61-90"), aged(91, "91-180"), aged(181, "181+"))


def age(at: datetime) -> commands.AgeInvoice:
    return commands.AgeInvoice(at=at)


invoice = Scenario(INVOICE)


def wake_up(*history: events.InvoiceEvent) -> datetime | None:
    return INVOICE.timers(invoice.given(*history).state).get(AGING)


def test_the_due_date_itself_is_not_late() -> None:
    invoice.given(ISSUED).when(age(MIDNIGHT - timedelta(seconds=1))).then_nothing()


def test_an_invoice_is_overdue_when_its_due_date_has_ended_in_the_debtors_calendar() -> None:
    after = invoice.given(ISSUED).when(age(MIDNIGHT)).then(OVERDUE)
    assert isinstance(after, Invoice)
    assert after.state is InvoiceState.OVERDUE


def test_an_unpaid_invoice_wakes_at_the_debtors_midnight() -> None:
    assert wake_up(ISSUED) == MIDNIGHT


def test_an_overdue_invoice_wakes_when_it_comes_into_the_next_bucket() -> None:
    assert wake_up(ISSUED, OVERDUE) == datetime(2026, 3, 6, 23, tzinfo=UTC)


def test_thirty_one_days_past_due_is_the_first_day_of_the_next_bucket() -> None:
    day_30, day_31 = datetime(2026, 3, 6, 12, tzinfo=UTC), datetime(2026, 3, 7, 12, tzinfo=UTC)
    invoice.given(ISSUED, OVERDUE).when(age(day_30)).then_nothing()
    invoice.given(ISSUED, OVERDUE).when(age(day_31)).then(AGES[0])


def test_buckets_passed_at_once_are_said_one_by_one() -> None:
    invoice.given(ISSUED).when(age(MIDNIGHT + timedelta(days=200))).then(OVERDUE, *AGES)


def test_the_last_bucket_has_no_end() -> None:
    assert wake_up(ISSUED, OVERDUE, *AGES) is None


def test_a_paid_invoice_sleeps() -> None:
    assert wake_up(ISSUED, OVERDUE, APPLIED, PAID) is None


def test_a_cancelled_invoice_sleeps() -> None:
    assert (
        wake_up(
            ISSUED,
            events.InvoiceCancelled(
                **IDS,
                reason="never delivered",
                amount=HUNDRED,
                terms=cancelled(ISSUED.terms),
                effective_on=date(2026, 1, 20),
            ),
        )
        is None
    )


def test_what_was_never_issued_sleeps() -> None:
    assert wake_up() is None


def test_a_paid_invoice_does_not_age() -> None:
    invoice.given(ISSUED, APPLIED, PAID).when(age(MIDNIGHT)).then_refused(errors.InvoiceRefused)


def test_a_reopened_invoice_becomes_overdue_again() -> None:
    history = (ISSUED, OVERDUE, AGES[0], APPLIED, PAID, UNAPPLIED, REOPENED)
    assert wake_up(*history) == MIDNIGHT
    day_40 = MIDNIGHT + timedelta(days=40)
    invoice.given(*history).when(age(day_40)).then(OVERDUE, AGES[0])
