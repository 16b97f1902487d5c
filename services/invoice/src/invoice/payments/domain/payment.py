"""A payment: money that came in, and which invoices it pays."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from invoice.allocations.domain.funds import Funds, Share, days_taken_off
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.payments.domain import commands, keeping, reserving
from invoice.payments.domain.errors import PaymentRefused
from invoice.payments.domain.refunding import refunded
from recoup_events import invoice as events
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, PaymentId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described

Moves = Sequence[events.InvoiceEvent]


class Ids(TypedDict):
    """What every event about a payment names."""

    payment_id: PaymentId
    customer_id: CustomerId


class NoPayment(Value):
    """Nothing was received under this id."""


class Payment(Value):
    received: events.PaymentReceived
    funds: Funds
    refunds: Mapping[str, events.PaymentRefunded] = {}
    ambiguous: tuple[events.AmbiguousNumber, ...] = ()
    """Numbers for which the money waits on account."""
    metadata: Metadata = NO_METADATA

    @property
    def ids(self) -> Ids:
        return {
            "payment_id": self.received.payment_id,
            "customer_id": self.received.customer_id,
        }

    @property
    def currency(self) -> str:
        return self.received.amount.currency


State = NoPayment | Payment
NOTHING: State = NoPayment()


def decide(command: commands.PaymentCommand, state: State) -> Moves:
    match state, command:
        case NoPayment(), commands.ReceivePayment():
            return [events.PaymentReceived.model_validate(command, from_attributes=True)]
        case Payment(), commands.ReceivePayment():
            raise DuplicateExternalId.of(command.external_id, state.received.payment_id)
        case Payment(), commands.UnallocatePayment():
            return _unallocated(command, state)
        case Payment(), _ if not state.funds.gone:
            return _move(command, state)
        case _:
            known_as = recorded(state).received.external_id
            raise PaymentRefused(f"{known_as} was reversed; record new money as a new payment.")


def _move(command: commands.PaymentCommand, payment: Payment) -> Moves:
    """List every move a payment allows; what is not listed is refused."""
    match command:
        case commands.AllocatePayment(shares=shares):
            return [_allocated(payment, shares)]
        case commands.LeaveAmbiguous(numbers=numbers):
            left = payment.funds.unapplied
            return [events.PaymentAmbiguous(**payment.ids, numbers=numbers, unapplied=left)]
        case commands.KeepDifference():
            return keeping.keep(command, payment.ids, payment.funds)
        case commands.ReservePayment():
            return reserving.reserve(command, payment.ids, payment.funds)
        case commands.ReleasePayment():
            return reserving.release(command, payment.ids, payment.funds)
        case commands.RefundPayment():
            return refunded(command, payment.ids, payment.funds, payment.refunds)
        case commands.ReversePayment():
            return _reversed(command, payment)
        case _:
            raise PaymentRefused("A payment does not do this; read it again.")


def _reversed(command: commands.ReversePayment, payment: Payment) -> Moves:
    """Nothing is kept of money that is gone."""
    release = commands.ReleasePayment(remaining=None, reason=command.reason)
    on = max(command.today, payment.received.value_date)
    return [
        *keeping.returned(payment.ids, payment.funds, on, command.reason),
        *reserving.release(release, payment.ids, payment.funds),
        events.PaymentReversed(
            **payment.ids,
            creditor_id=payment.funds.creditor_id,
            amount=payment.received.amount,
            reversed_on=on,
            reason=command.reason,
        ),
    ]


def recorded(state: State) -> Payment:
    """The payment of a state that has one."""
    if isinstance(state, NoPayment):
        raise PaymentRefused("There is no such payment; record it first.")
    return state


def _allocated(payment: Payment, shares: Sequence[Share]) -> events.PaymentAllocated:
    allocations = payment.funds.share_out(payment.received.payment_id, shares)
    left = payment.funds.with_allocations(allocations).unapplied
    return events.PaymentAllocated(**payment.ids, allocations=allocations, unapplied=left)


def _unallocated(command: commands.UnallocatePayment, payment: Payment) -> Moves:
    taken = payment.funds.taken_off(command.remaining)
    if not taken:
        return []
    on = days_taken_off(taken, command.today)
    whole = payment.funds.keeping(None)
    return [
        *keeping.returned(payment.ids, payment.funds, on, command.reason),
        events.PaymentUnallocated(
            **payment.ids,
            allocations=taken,
            unapplied=whole.without(taken, on).unapplied,
            unallocated_on=on,
            reason=command.reason,
            held=command.held,
        ),
    ]


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.PaymentReceived(amount=amount, value_date=day, creditor_id=creditor_id):
            nothing = Money.zero(amount.currency)
            funds = Funds(
                creditor_id=creditor_id,
                amount=amount,
                free_from=day,
                allocated=nothing,
                refunded=nothing,
            )
            return Payment(received=event, funds=funds)
        case Payment(), _:
            return state.model_copy(update=_changed(state, event))
        case _:
            return state


def _changed(payment: Payment, event: events.InvoiceEvent) -> Mapping[str, object]:
    funds = payment.funds
    match event:
        case events.PaymentAllocated(allocations=allocations):
            return {"funds": funds.with_allocations(allocations), "ambiguous": ()}
        case events.PaymentUnallocated(allocations=taken, unallocated_on=day):
            return {"funds": funds.without(taken, day)}
        case PaymentDifferenceKept() | PaymentDifferenceReturned():
            kept = event.amount if isinstance(event, PaymentDifferenceKept) else None
            return {"funds": funds.keeping(kept)}
        case events.PaymentReserved(slices=slices) | events.PaymentReleased(slices=slices):
            return {"funds": funds.reserving(slices)}
        case events.PaymentAmbiguous(numbers=numbers):
            return {"ambiguous": numbers}
        case events.PaymentRefunded(external_id=id, amount=amount):
            funds = funds.model_copy(update={"refunded": funds.refunded + amount})
            return {"funds": funds, "refunds": {**payment.refunds, id: event}}
        case events.PaymentReversed():
            return {"funds": funds.emptied(), "ambiguous": ()}
        case _:
            return {}


PAYMENT = described(
    Decider("payment", NOTHING, decide, evolve),
    lambda payment, metadata: events.PaymentMetadataChanged(**payment.ids, metadata=metadata),
)
