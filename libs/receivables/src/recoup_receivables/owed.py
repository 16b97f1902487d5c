"""What the events about one invoice add up to for whoever chases it: owed, set aside, chased.

Invoices, disputes and plans speak on topics of their own, so any of them may be received ahead of the
others; once all are received, the order has made no difference.
"""

from collections.abc import Mapping, Sequence

from recoup_events import dispute, invoice, payment_plan
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import AllocationId, DisputeId, InvoiceId
from recoup_events.kernel.money import Money, total
from recoup_receivables.balance import balance_after
from recoup_receivables.cover import Cover, Covers, planned, released

_OF_ONE_INVOICE = (
    invoice.InvoiceIssued,
    invoice.InvoiceAmended,
    invoice.InvoiceAdjusted,
    invoice.InvoiceCancelled,
    invoice.InvoiceCredited,
    invoice.CreditUnapplied,
    invoice.PaymentApplied,
    invoice.PaymentUnapplied,
    invoice.InvoiceWrittenOff,
    invoice.InvoiceWriteOffReversed,
    invoice.InvoicePaid,
    invoice.InvoiceReopened,
    payment_plan.PlanPaymentMatched,
    payment_plan.PlanPaymentUnmatched,
    payment_plan.PlanReduced,
)
_OF_A_SLICE = (
    dispute.DisputeOpened,
    dispute.DisputeWithdrawn,
    dispute.DisputeUpheld,
    dispute.DisputePartlyUpheld,
    dispute.DisputeRejected,
)
_OF_SLICES = (
    payment_plan.PlanAgreed,
    payment_plan.PlanBroken,
    payment_plan.PlanCompleted,
    payment_plan.PlanCancelled,
)
FOLLOWED: tuple[type[Event], ...] = (*_OF_ONE_INVOICE, *_OF_A_SLICE, *_OF_SLICES)


class Owed(Value):
    """One invoice; a dispute over it or a plan may be received before it is."""

    balance: Money | None = None
    """``None`` until the invoice has arrived."""
    covers: Mapping[str, Cover] = {}
    """By the id of the dispute or plan, oldest first."""
    settled: Mapping[AllocationId, Money] = {}
    """What allocations of payments have taken off the balance."""
    granted: frozenset[DisputeId] = frozenset()
    """The upheld disputes whose credit has been received."""

    def set_aside(self, invoice_id: InvoiceId) -> Mapping[str, Money]:
        """What each dispute or plan keeps from being chased; together it may exceed the balance."""
        return {id: cover.left(invoice_id, self.settled) for id, cover in self.covers.items()}

    def chased(self, invoice_id: InvoiceId) -> Money:
        """The rest of the balance, never below zero."""
        assert self.balance is not None, "nothing is chased before the invoice is heard of"
        currency = self.balance.currency
        aside = total(self.set_aside(invoice_id).values(), currency)
        return max(self.balance - aside, Money.zero(currency))


def invoices_of(event: Event) -> Sequence[InvoiceId]:
    """The invoices whose ``Owed`` an event changes."""
    if isinstance(event, _OF_ONE_INVOICE):
        return [event.invoice_id]
    if isinstance(event, _OF_A_SLICE):
        return [event.slice.invoice_id]
    if isinstance(event, _OF_SLICES):
        return sorted({slice.invoice_id for slice in event.slices})
    return []


def follow(owed: Owed, event: Event) -> Owed:
    """Fold one event."""
    match event:
        case invoice.InvoiceEvent():
            return _billed(owed, event)
        case dispute.DisputeEvent():
            return owed.model_copy(update={"covers": _contested(owed, event)})
        case payment_plan.PaymentPlanEvent():
            return owed.model_copy(update={"covers": planned(owed.covers, event)})
        case _:
            return owed


def _billed(owed: Owed, event: invoice.InvoiceEvent) -> Owed:
    balance = balance_after(event, owed.balance)
    if balance is None:
        return owed
    changes = {} if owed.balance is None else _moved(owed, event)
    return owed.model_copy(update={"balance": balance, **changes})


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
        case dispute.DisputeOpened(dispute_id=id, slice=slice):
            return {**owed.covers, id: Cover(by="dispute", slices=(slice,))}
        case dispute.DisputeUpheld(dispute_id=id) | dispute.DisputePartlyUpheld(dispute_id=id):
            if id in owed.granted:
                return released(owed.covers, id)
            credit = event.slice.model_copy(update={"amount": event.credit})
            return {
                **owed.covers,
                id: Cover(by="dispute", slices=(credit,), awaits_credit=True),
            }
        case dispute.DisputeWithdrawn(dispute_id=id) | dispute.DisputeRejected(dispute_id=id):
            return released(owed.covers, id)
        case _:
            return owed.covers
