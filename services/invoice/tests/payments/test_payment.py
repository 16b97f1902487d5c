from datetime import date
from itertools import count
from typing import Any

import pytest

from invoice.allocations.domain.funds import Share
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.invoices.domain.errors import ExceedsBalance
from invoice.payments.domain import commands
from invoice.payments.domain.errors import PaymentRefused, RefundUnacceptable
from invoice.payments.domain.payment import PAYMENT, Payment
from recoup_events import invoice as events
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.money import CurrencyMismatch, Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario

IDS: dict[str, Any] = {"payment_id": PaymentId("pay_1"), "customer_id": CustomerId("cus_1")}
FIRST, SECOND = InvoiceId("inv_1"), InvoiceId("inv_2")


OTHER = CustomerId("cus_2")
"""Whose invoices they are; a payment need not be its payer's own."""
TODAY, VALUE_DATE, ISSUE_DATE = date(2026, 2, 10), date(2026, 2, 1), date(2026, 1, 5)
ALLOCATIONS = [AllocationId(derived("alc", "pay_1", nth)) for nth in range(4)]


def to(
    invoice: InvoiceId, cents: int, nth: int, applied_on: date = VALUE_DATE
) -> events.Allocation:
    return events.Allocation(
        allocation_id=ALLOCATIONS[nth],
        invoice_id=invoice,
        receivable_id=receivable_id_of(invoice, 0),
        customer_id=OTHER,
        amount=eur(cents),
        applied_on=applied_on,
    )


def allocated(unapplied: int, *allocations: events.Allocation) -> events.PaymentAllocated:
    return events.PaymentAllocated(**IDS, allocations=allocations, unapplied=eur(unapplied))


def unallocated(
    unapplied: int, *allocations: events.Allocation, on: date = TODAY
) -> events.PaymentUnallocated:
    return events.PaymentUnallocated(
        **IDS,
        allocations=allocations,
        unapplied=eur(unapplied),
        unallocated_on=on,
        reason="wrong invoice",
    )


def refunded(cents: int, unapplied: int, external_id: str = "R-1") -> events.PaymentRefunded:
    return events.PaymentRefunded(
        **IDS,
        external_id=external_id,
        amount=eur(cents),
        unapplied=eur(unapplied),
        refunded_on=TODAY,
        reason="paid twice",
    )


DETAILS: dict[str, Any] = {
    "creditor_id": CREDITOR,
    "external_id": "BANK-1",
    "amount": eur(100_00),
    "method": "transfer",
    "value_date": VALUE_DATE,
    "reference": "2026-0001",
}
RECEIVE = commands.ReceivePayment(**IDS, **DETAILS)
RECEIVED = events.PaymentReceived(**IDS, **DETAILS)
REVERSE = commands.ReversePayment(reason="returned", today=TODAY)


def returned(on: date = TODAY) -> events.PaymentReversed:
    return events.PaymentReversed(
        **IDS, creditor_id=CREDITOR, amount=eur(100_00), reversed_on=on, reason="returned"
    )


payment = Scenario(PAYMENT)
PAID_FIRST = allocated(40_00, to(FIRST, 60_00, 0))


def allocate(*shares: tuple[InvoiceId, Money]) -> commands.AllocatePayment:
    issued = tuple(
        Share(id, receivable_id_of(id, 0), OTHER, amount, ISSUE_DATE) for id, amount in shares
    )
    return commands.AllocatePayment(shares=issued)


def keep(nth: int, cents: int, today: date = TODAY) -> commands.UnallocatePayment:
    remaining = {ALLOCATIONS[nth]: eur(cents)}
    return commands.UnallocatePayment(remaining=remaining, reason="wrong invoice", today=today)


def refund(cents: int, external_id: str = "R-1", on: date = TODAY) -> commands.RefundPayment:
    return commands.RefundPayment(
        external_id=external_id, amount=eur(cents), refunded_on=on, reason="paid twice"
    )


def test_a_payment_is_received_once() -> None:
    payment.given().when(RECEIVE).then(RECEIVED)
    refusal = payment.given(RECEIVED).when(RECEIVE).then_refused(DuplicateExternalId)
    assert "pay_1" in refusal.detail


def test_what_is_not_allocated_stays_on_account() -> None:
    payment.given(RECEIVED).when(allocate((FIRST, eur(60_00)))).then(PAID_FIRST)


def test_each_allocation_has_an_id_of_its_own() -> None:
    after = (
        payment.given(RECEIVED, PAID_FIRST)
        .when(allocate((FIRST, eur(10_00)), (SECOND, eur(30_00))))
        .then(allocated(0, to(FIRST, 10_00, 1), to(SECOND, 30_00, 2)))
    )
    assert isinstance(after, Payment)
    assert list(after.funds.allocations) == ALLOCATIONS[:3]


@pytest.mark.parametrize("paid", [10, 1_000])
def test_what_it_pays_next_costs_the_same_however_much_it_has_paid(
    paid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [to(FIRST, 1, 0).model_copy(update={"allocation_id": str(n)}) for n in range(paid)]
    state = payment.given(RECEIVED, allocated(100_00 - paid, *parts)).state
    sums, adding = count(), Money.__add__

    def counted(one: Money, other: Money) -> Money:
        next(sums)
        return adding(one, other)

    monkeypatch.setattr(Money, "__add__", counted)
    PAYMENT.decide(allocate((SECOND, eur(1))), state)
    assert next(sums) < 10


def test_it_counts_on_no_invoice_before_that_is_issued() -> None:
    share = Share(FIRST, receivable_id_of(FIRST, 0), OTHER, eur(60_00), date(2026, 3, 1))
    later = commands.AllocatePayment(shares=(share,))
    payment.given(RECEIVED).when(later).then(
        allocated(40_00, to(FIRST, 60_00, 0, applied_on=date(2026, 3, 1)))
    )


def test_no_more_than_the_payment_can_be_allocated() -> None:
    payment.given(RECEIVED, PAID_FIRST).when(allocate((SECOND, eur(40_01)))).then_refused(
        ExceedsBalance
    )


def test_a_payment_is_allocated_in_its_own_currency() -> None:
    dollars = Money(minor_units=1, currency="USD")
    with pytest.raises(CurrencyMismatch):
        payment.given(RECEIVED).when(allocate((FIRST, dollars))).then_nothing()


def test_what_is_taken_off_is_on_account_and_counts_elsewhere_from_that_day() -> None:
    free = unallocated(100_00, to(FIRST, 60_00, 0))
    payment.given(RECEIVED, PAID_FIRST).when(keep(0, 0)).then(free)
    payment.given(RECEIVED, PAID_FIRST, free).when(allocate((SECOND, eur(50_00)))).then(
        allocated(50_00, to(SECOND, 50_00, 1, applied_on=TODAY))
    )


def test_a_part_can_be_taken_off_and_the_same_again_changes_nothing() -> None:
    part = unallocated(50_00, to(FIRST, 10_00, 0))
    payment.given(RECEIVED, PAID_FIRST).when(keep(0, 50_00)).then(part)
    payment.given(RECEIVED, PAID_FIRST, part).when(keep(0, 50_00)).then_nothing()
    payment.given(RECEIVED, returned()).when(keep(0, 0)).then_nothing()


def test_nothing_is_taken_off_before_it_counts() -> None:
    early = keep(0, 0, today=ISSUE_DATE)
    payment.given(RECEIVED, PAID_FIRST).when(early).then(
        unallocated(100_00, to(FIRST, 60_00, 0), on=VALUE_DATE)
    )


def test_money_on_account_is_refunded_once() -> None:
    payment.given(RECEIVED, PAID_FIRST).when(refund(30_00)).then(refunded(30_00, 10_00))
    given = payment.given(RECEIVED, PAID_FIRST, refunded(30_00, 10_00))
    given.when(refund(30_00)).then_nothing()
    given.when(refund(10_00)).then_refused(DuplicateExternalId)
    given.when(refund(10_00, "R-2")).then(refunded(10_00, 0, "R-2"))
    given.when(refund(10_01, "R-2")).then_refused(ExceedsBalance)
    given.when(allocate((SECOND, eur(10_01)))).then_refused(ExceedsBalance)


def test_no_refund_lies_before_the_money_it_gives_back() -> None:
    early = refund(30_00, on=date(2026, 1, 31))
    refusal = payment.given(RECEIVED).when(early).then_refused(RefundUnacceptable)
    assert refusal.pointer == "/refunded_on"


def test_a_reversed_payment_leaves_nothing_on_account() -> None:
    after = payment.given(RECEIVED, PAID_FIRST).when(REVERSE).then(returned())
    assert isinstance(after, Payment)
    assert (after.funds.unapplied, after.funds.allocations) == (eur(0), {})


def test_what_had_been_refunded_is_owed_when_the_bank_takes_all_of_it_back() -> None:
    after = payment.given(RECEIVED, refunded(30_00, 70_00)).when(REVERSE).then(returned())
    assert isinstance(after, Payment)
    assert after.funds.unapplied == -eur(30_00)


def test_it_is_reversed_on_no_day_before_it_counts() -> None:
    early = commands.ReversePayment(reason="returned", today=ISSUE_DATE)
    payment.given(RECEIVED).when(early).then(returned(VALUE_DATE))


def test_a_reversed_payment_is_over() -> None:
    given = payment.given(RECEIVED, returned())
    given.when(REVERSE).then_refused(PaymentRefused)
    given.when(allocate((FIRST, eur(1)))).then_refused(PaymentRefused)
    given.when(refund(1)).then_refused(PaymentRefused)


def test_what_was_never_received_cannot_be_reversed() -> None:
    payment.given().when(REVERSE).then_refused(PaymentRefused)
