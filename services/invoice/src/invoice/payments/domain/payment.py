"""A payment: money that came in, and which invoices it pays."""

from collections.abc import Mapping, Sequence

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.invoices.domain.errors import ExceedsBalance
from invoice.payments.domain import commands
from invoice.payments.domain.errors import PaymentRefused
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total
from recoup_eventstore.decider import Decider


class NoPayment(Value):
    """Nothing was received under this id."""


class Payment(Value):
    received: events.PaymentReceived
    allocated: Mapping[InvoiceId, Money] = {}
    reversed: bool = False

    @property
    def currency(self) -> str:
        return self.received.amount.currency

    @property
    def unapplied(self) -> Money:
        """What stays on the customer's account; nothing once the bank took the money back."""
        if self.reversed:
            return Money.zero(self.currency)
        return self.received.amount - total(self.allocated.values(), self.currency)


State = NoPayment | Payment
NOTHING: State = NoPayment()


def decide(command: commands.PaymentCommand, state: State) -> Sequence[events.InvoiceEvent]:
    """List every move a payment allows; what is not listed is refused."""
    match state, command:
        case NoPayment(), commands.ReceivePayment():
            return [events.PaymentReceived.model_validate(command, from_attributes=True)]
        case Payment(), commands.ReceivePayment():
            raise DuplicateExternalId.of(command.external_id, state.received.payment_id)
        case Payment(reversed=False), commands.AllocatePayment(allocations=allocations):
            return [_allocated(state, allocations)]
        case Payment(reversed=False), commands.ReversePayment(reason=reason):
            return [
                events.PaymentReversed(
                    payment_id=state.received.payment_id,
                    customer_id=state.received.customer_id,
                    amount=state.received.amount,
                    reason=reason,
                )
            ]
        case _:
            known_as = recorded(state).received.external_id
            raise PaymentRefused(f"{known_as} was reversed; record new money as a new payment.")


def recorded(state: State) -> Payment:
    """The payment of a state that has one."""
    if isinstance(state, NoPayment):
        raise PaymentRefused("There is no such payment; record it first.")
    return state


def _allocated(
    payment: Payment, allocations: tuple[events.Allocation, ...]
) -> events.PaymentAllocated:
    wanted = total((part.amount for part in allocations), payment.currency)
    if payment.unapplied < wanted:
        raise ExceedsBalance(
            f"{wanted} are to be allocated and only {payment.unapplied} of the payment are left; "
            "ask for at most that much.",
            pointer="/references",
        )
    return events.PaymentAllocated(
        payment_id=payment.received.payment_id,
        customer_id=payment.received.customer_id,
        allocations=allocations,
        unapplied=payment.unapplied - wanted,
    )


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.PaymentReceived():
            return Payment(received=event)
        case Payment(), events.PaymentAllocated(allocations=allocations):
            return state.model_copy(update={"allocated": _added(state.allocated, allocations)})
        case Payment(), events.PaymentReversed():
            return state.model_copy(update={"allocated": {}, "reversed": True})
        case _:
            return state


def _added(
    allocated: Mapping[InvoiceId, Money], allocations: tuple[events.Allocation, ...]
) -> Mapping[InvoiceId, Money]:
    after = dict(allocated)
    for part in allocations:
        before = after.get(part.invoice_id, Money.zero(part.amount.currency))
        after[part.invoice_id] = before + part.amount
    return after


PAYMENT = Decider("payment", NOTHING, decide, evolve)
