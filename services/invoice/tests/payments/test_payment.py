from datetime import date
from typing import Any

import pytest

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.invoices.domain.errors import ExceedsBalance
from invoice.payments.domain import commands
from invoice.payments.domain.errors import PaymentRefused
from invoice.payments.domain.payment import PAYMENT, Payment
from recoup_events import invoice as events
from recoup_events.kernel.ids import CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.money import CurrencyMismatch, Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario

IDS: dict[str, Any] = {"payment_id": PaymentId("pay_1"), "customer_id": CustomerId("cus_1")}
FIRST, SECOND = InvoiceId("inv_1"), InvoiceId("inv_2")


def to(invoice: InvoiceId, amount: Money) -> events.Allocation:
    return events.Allocation(invoice_id=invoice, amount=amount)


def allocated(unapplied: int, *allocations: events.Allocation) -> events.PaymentAllocated:
    return events.PaymentAllocated(**IDS, allocations=allocations, unapplied=eur(unapplied))


DETAILS: dict[str, Any] = {
    "creditor_id": CREDITOR,
    "external_id": "BANK-1",
    "amount": eur(100_00),
    "method": "transfer",
    "value_date": date(2026, 2, 1),
    "reference": "2026-0001",
}
RECEIVE = commands.ReceivePayment(**IDS, **DETAILS)
RECEIVED = events.PaymentReceived(**IDS, **DETAILS)
REVERSE = commands.ReversePayment(reason="returned")
REVERSED = events.PaymentReversed(**IDS, amount=eur(100_00), reason="returned")

payment = Scenario(PAYMENT)


def allocate(*allocations: events.Allocation) -> commands.AllocatePayment:
    return commands.AllocatePayment(allocations=allocations)


def test_a_payment_is_received_once() -> None:
    payment.given().when(RECEIVE).then(RECEIVED)
    refusal = payment.given(RECEIVED).when(RECEIVE).then_refused(DuplicateExternalId)
    assert "pay_1" in refusal.detail


def test_what_is_not_allocated_stays_on_account() -> None:
    payment.given(RECEIVED).when(allocate(to(FIRST, eur(60_00)))).then(
        allocated(40_00, to(FIRST, eur(60_00)))
    )


def test_the_rest_can_be_allocated_later() -> None:
    after = (
        payment.given(RECEIVED, allocated(40_00, to(FIRST, eur(60_00))))
        .when(allocate(to(FIRST, eur(10_00)), to(SECOND, eur(30_00))))
        .then(allocated(0, to(FIRST, eur(10_00)), to(SECOND, eur(30_00))))
    )
    assert isinstance(after, Payment)
    assert after.allocated == {FIRST: eur(70_00), SECOND: eur(30_00)}


def test_no_more_than_the_payment_can_be_allocated() -> None:
    payment.given(RECEIVED, allocated(40_00, to(FIRST, eur(60_00)))).when(
        allocate(to(SECOND, eur(40_01)))
    ).then_refused(ExceedsBalance)


def test_a_payment_is_allocated_in_its_own_currency() -> None:
    dollars = Money(minor_units=1, currency="USD")
    with pytest.raises(CurrencyMismatch):
        payment.given(RECEIVED).when(allocate(to(FIRST, dollars))).then_nothing()


def test_a_reversed_payment_leaves_nothing_on_account() -> None:
    after = payment.given(RECEIVED).when(REVERSE).then(REVERSED)
    assert isinstance(after, Payment)
    assert after.unapplied == eur(0)


def test_a_reversed_payment_is_over() -> None:
    given = payment.given(RECEIVED, REVERSED)
    given.when(REVERSE).then_refused(PaymentRefused)
    given.when(allocate(to(FIRST, eur(1)))).then_refused(PaymentRefused)


def test_what_was_never_received_cannot_be_reversed() -> None:
    payment.given().when(REVERSE).then_refused(PaymentRefused)
