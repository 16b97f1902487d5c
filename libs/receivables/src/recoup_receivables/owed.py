"""What the events about one receivable add up to for whoever chases it: owed, set aside, chased.

Invoices, disputes and plans speak on topics of their own, so any of them may be received ahead of the
others; once all are received, the order has made no difference.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import Field

from recoup_events import dispute, invoice, payment_plan, workflow_scheduler
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import AllocationId, DisputeId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice
from recoup_receivables.balance import balances_of
from recoup_receivables.cover import Cover, Covers, amount_in, planned, promised, released

_OF_TERMS = (
    invoice.InvoiceIssued,
    invoice.InvoiceAmended,
    invoice.InvoiceAdjusted,
    invoice.InvoiceCancelled,
    invoice.InvoiceWrittenOff,
    invoice.InvoiceWriteOffReversed,
    invoice.InvoiceDiscountTaken,
    invoice.InvoiceDiscountReversed,
    invoice.InvoiceContinued,
)
_OF_ONE_TERM = (
    invoice.InvoiceCredited,
    invoice.CreditUnapplied,
    invoice.PaymentApplied,
    invoice.PaymentUnapplied,
    payment_plan.PlanPaymentMatched,
    payment_plan.PlanPaymentUnmatched,
    payment_plan.PlanReduced,
)
_OF_SLICES = (
    invoice.PaymentReserved,
    invoice.PaymentReleased,
    dispute.DisputeOpened,
    dispute.DisputeWithdrawn,
    dispute.DisputeUpheld,
    dispute.DisputePartlyUpheld,
    dispute.DisputeRejected,
    dispute.DisputeMoved,
    payment_plan.PlanAgreed,
    payment_plan.PlanBroken,
    payment_plan.PlanReinstated,
    payment_plan.PlanReopened,
    payment_plan.PlanCompleted,
    payment_plan.PlanCancelled,
)
FOLLOWED: tuple[type[Event], ...] = (
    *(*_OF_TERMS, *_OF_ONE_TERM, *_OF_SLICES),
    payment_plan.PlanSliceMoved,
)
_OF_PROMISED_TERM = (
    workflow_scheduler.PromisePaymentMatched,
    workflow_scheduler.PromisePaymentUnmatched,
    workflow_scheduler.PromiseReduced,
)
_OF_PROMISES = (
    workflow_scheduler.PromiseMade,
    workflow_scheduler.PromiseKept,
    workflow_scheduler.PromiseReopened,
    workflow_scheduler.PromiseBroken,
    workflow_scheduler.PromiseWithdrawn,
)
PROMISES: tuple[type[Event], ...] = (*_OF_PROMISED_TERM, *_OF_PROMISES)
"""A promise keeps its slices from being chased, and from nothing else: what is promised is owed and
paid as any other money, so whoever books it does not follow these."""


class Owed(Value):
    """One receivable; a dispute over it or a plan may be received before it is."""

    receivable_id: ReceivableId = ReceivableId("")
    balance: Money | None = None
    """``None`` until the invoice has arrived."""
    covers: Mapping[str, Cover] = Field(default_factory=dict)
    """By the id of the dispute, plan or promise, oldest first."""
    settled: Mapping[AllocationId, Money] = Field(default_factory=dict)
    """What allocations of payments have taken off the balance."""
    granted: frozenset[DisputeId] = frozenset()
    """The upheld disputes whose credit has been received."""

    @property
    def set_aside(self) -> Mapping[str, Money]:
        """What each dispute or plan keeps from being chased; together it may exceed the balance."""
        return {
            id: cover.left(self.settled) for id, cover in self.covers.items() if not cover.ended
        }

    @property
    def chased(self) -> Money:
        """The rest of the balance, never below zero."""
        assert self.balance is not None, "nothing is chased before the invoice has arrived"
        currency = self.balance.currency
        aside = total(self.set_aside.values(), currency)
        return max(self.balance - aside, Money.zero(currency))


K = TypeVar("K", bound=Owed)


def receivables_of(event: Event) -> Sequence[ReceivableId]:
    """The receivables whose ``Owed`` an event changes."""
    if isinstance(event, _OF_TERMS):
        return [term.receivable_id for term in event.terms]
    if isinstance(event, (*_OF_ONE_TERM, *_OF_PROMISED_TERM)):
        return [event.receivable_id]
    if isinstance(event, dispute.DisputeMoved):
        return _named(*event.before, *event.slices)
    if isinstance(event, payment_plan.PlanSliceMoved):
        return [event.receivable_id, event.taken_from.receivable_id]
    if isinstance(event, (*_OF_SLICES, *_OF_PROMISES)):
        return _named(*event.slices)
    return []


def _named(*slices: Slice) -> Sequence[ReceivableId]:
    return list(dict.fromkeys(slice.receivable_id for slice in slices))


def follow(owed: K, event: Event) -> K:
    """Fold one event."""
    match event:
        case invoice.PaymentReserved() | invoice.PaymentReleased():
            return owed.model_copy(update={"covers": _reserved(owed, event)})
        case invoice.InvoiceEvent():
            return owed.model_copy(update=_billed(owed, event))
        case dispute.DisputeEvent():
            return owed.model_copy(update={"covers": _contested(owed, event)})
        case payment_plan.PaymentPlanEvent():
            covers = planned(owed.covers, owed.receivable_id, event)
            return owed.model_copy(update={"covers": covers})
        case workflow_scheduler.PromiseEvent():
            covers = promised(owed.covers, owed.receivable_id, event)
            return owed.model_copy(update={"covers": covers})
        case _:
            return owed


def _reserved(owed: Owed, event: invoice.PaymentReserved | invoice.PaymentReleased) -> Covers:
    """What is kept of a payment; money that is applied is released after it has counted."""
    amount = amount_in(event.slices, owed.receivable_id)
    if not amount:
        return released(owed.covers, event.payment_id)
    return {**owed.covers, event.payment_id: Cover(by="reserve", amount=amount)}


def _billed(owed: Owed, event: invoice.InvoiceEvent) -> Mapping[str, object]:
    balance = balances_of(event).get(owed.receivable_id, owed.balance)
    if isinstance(event, invoice.InvoiceIssued):
        return {"balance": balance}
    return {} if owed.balance is None else {"balance": balance, **_moved(owed, event)}


def _moved(owed: Owed, event: invoice.InvoiceEvent) -> Mapping[str, object]:
    match event:
        case invoice.PaymentApplied(allocation_id=id, amount=amount):
            return {"settled": {**owed.settled, id: amount}}
        case invoice.PaymentUnapplied(allocation_id=id, remaining=rest):
            kept = {other: part for other, part in owed.settled.items() if other != id}
            return {"settled": {**kept, id: rest} if rest else kept}
        case invoice.InvoiceCredited(grounds=invoice.UpheldDispute(dispute_id=id)):
            return {"granted": owed.granted | {id}, "covers": released(owed.covers, id)}
        case _:
            return {}


def _contested(owed: Owed, event: dispute.DisputeEvent) -> Covers:
    match event:
        case (
            dispute.DisputeOpened(dispute_id=id, slices=slices)
            | dispute.DisputeMoved(dispute_id=id, slices=slices)
        ):
            contested = Cover(by="dispute", amount=amount_in(slices, owed.receivable_id))
            others = released(owed.covers, id)
            return {**others, id: contested} if contested.amount else others
        case (
            dispute.DisputeUpheld(dispute_id=id, credits=credits)
            | dispute.DisputePartlyUpheld(dispute_id=id, credits=credits)
        ):
            credit = amount_in(credits, owed.receivable_id)
            if id in owed.granted or not credit:
                return released(owed.covers, id)
            return {**owed.covers, id: Cover(by="dispute", amount=credit, awaits_credit=True)}
        case dispute.DisputeWithdrawn(dispute_id=id) | dispute.DisputeRejected(dispute_id=id):
            return released(owed.covers, id)
        case _:
            return owed.covers
