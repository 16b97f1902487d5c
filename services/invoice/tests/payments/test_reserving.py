"""Money on account is kept for what it is meant to pay, and for nothing else."""

from typing import Any

from invoice.allocations.domain.funds import Share
from invoice.invoices.domain.errors import ExceedsBalance
from invoice.payments.domain import commands
from invoice.payments.domain.payment import PAYMENT, Payment
from recoup_events import invoice as events
from recoup_events.kernel.ids import CustomerId, InvoiceId, PaymentId, ReceivableId
from recoup_events.kernel.slices import Slice
from recoup_testing.money import eur
from recoup_testing.money_commands import DAY, received
from recoup_testing.scenario import Scenario

PAYMENT_ID, CUSTOMER = PaymentId("pay_1"), CustomerId("cus_1")
IDS: dict[str, Any] = {"payment_id": PAYMENT_ID, "customer_id": CUSTOMER}
ONE, TWO = ReceivableId("rcv_1"), ReceivableId("rcv_2")
RECEIVED = events.PaymentReceived.model_validate(
    received(PAYMENT_ID, CUSTOMER, eur(100_00)), from_attributes=True
)

payment = Scenario(PAYMENT)


def share(cents: int, of: ReceivableId = ONE) -> Share:
    return Share(InvoiceId("inv_1"), of, CUSTOMER, eur(cents), DAY)


def kept(cents: int, of: ReceivableId = ONE) -> Slice:
    return Slice(invoice_id=InvoiceId("inv_1"), receivable_id=of, amount=eur(cents))


def reserve(*shares: Share) -> commands.ReservePayment:
    return commands.ReservePayment(shares=shares, reason="asked")


def reserved(altogether: int, *slices: Slice) -> events.PaymentReserved:
    return events.PaymentReserved(**IDS, slices=slices, reserved=eur(altogether), reason="asked")


def released(altogether: int, *slices: Slice, reason: str = "free") -> events.PaymentReleased:
    return events.PaymentReleased(**IDS, slices=slices, reserved=eur(altogether), reason=reason)


FORTY = reserved(40_00, kept(40_00))
REFUND = commands.RefundPayment(
    external_id="R-1", amount=eur(61_00), refunded_on=DAY, reason="twice"
)


def test_what_is_reserved_is_kept_until_it_is_changed_or_released() -> None:
    payment.given(RECEIVED).when(reserve(share(40_00))).then(FORTY)
    holding = payment.given(RECEIVED, FORTY)
    holding.when(reserve(share(40_00))).then_nothing()
    holding.when(reserve(share(30_00))).then(reserved(30_00, kept(30_00)))
    holding.when(reserve(share(60_00, TWO))).then(reserved(100_00, kept(60_00, TWO)))
    release = commands.ReleasePayment(remaining=None, reason="free")
    holding.when(release).then(released(0, kept(0)))
    payment.given(RECEIVED).when(release).then_nothing()


def test_no_more_is_reserved_than_is_free() -> None:
    payment.given(RECEIVED).when(reserve(share(100_01))).then_refused(ExceedsBalance)
    holding = payment.given(RECEIVED, FORTY)
    holding.when(reserve(share(60_01, TWO))).then_refused(ExceedsBalance)
    holding.when(reserve(share(100_00))).then(reserved(100_00, kept(100_00)))


def test_one_of_several_is_released_and_the_others_are_kept() -> None:
    both = reserved(70_00, kept(40_00), kept(30_00, TWO))
    less = commands.ReleasePayment(remaining={ONE: eur(10_00), TWO: eur(50_00)}, reason="free")
    payment.given(RECEIVED, both).when(less).then(released(40_00, kept(10_00)))


def test_what_is_reserved_is_applied_there_and_nowhere_else() -> None:
    holding = payment.given(RECEIVED, FORTY)
    elsewhere = commands.AllocatePayment(shares=(share(60_01, TWO),))
    holding.when(elsewhere).then_refused(ExceedsBalance)
    there = commands.AllocatePayment(shares=(share(100_00),))
    state = holding.state
    (allocated,) = PAYMENT.decide(there, state)
    assert isinstance(allocated, events.PaymentAllocated)
    assert allocated.unapplied == eur(0)


def test_what_is_reserved_is_not_refunded() -> None:
    payment.given(RECEIVED, FORTY).when(REFUND).then_refused(ExceedsBalance)
    free = payment.given(RECEIVED, FORTY, released(0, kept(0)))
    (refunded,) = PAYMENT.decide(REFUND, free.state)
    assert isinstance(refunded, events.PaymentRefunded)


def test_nothing_is_kept_of_money_that_is_gone() -> None:
    reverse = commands.ReversePayment(reason="returned", today=DAY)
    state = (
        payment.given(RECEIVED, FORTY)
        .when(reverse)
        .then(
            released(0, kept(0), reason="returned"),
            events.PaymentReversed(
                **IDS,
                creditor_id=RECEIVED.creditor_id,
                amount=eur(100_00),
                reversed_on=DAY,
                reason="returned",
            ),
        )
    )
    assert isinstance(state, Payment)
    assert state.funds.reserved == {}
