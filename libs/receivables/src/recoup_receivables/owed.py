"""What the events about one invoice add up to for whoever chases it: owed, set aside, chased.

Invoices, disputes and plans speak on topics of their own, so any of them may be received ahead of the
others; once all are received, the order has made no difference.
"""

from collections.abc import Mapping, Sequence

from recoup_events import dispute, invoice, payment_plan
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total
from recoup_receivables.cover import Cover, Covers, planned, released

_OF_ONE_INVOICE = (
    invoice.InvoiceIssued,
    invoice.InvoiceAmended,
    invoice.InvoiceCancelled,
    invoice.InvoiceCredited,
    invoice.PaymentApplied,
    invoice.PaymentUnapplied,
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
    settled: Mapping[str, Money] = {}
    """The payments and upheld disputes that have left the balance, by their ids."""
    settled_once: bool = False
    """Nothing was owed for a time, in which a credit decided elsewhere may have come to nothing."""

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
    match event:
        case invoice.InvoiceIssued(total=whole):
            return owed.model_copy(update={"balance": whole})
        case invoice.PaymentApplied(payment_id=id, amount=amount, balance=left):
            before = owed.settled.get(id, Money.zero(amount.currency))
            return _left(owed, left, settled={**owed.settled, id: before + amount})
        case invoice.PaymentUnapplied(payment_id=id, balance=left):
            kept = {other: part for other, part in owed.settled.items() if other != id}
            return _left(owed, left, settled=kept)
        case invoice.InvoiceCredited(
            grounds=invoice.UpheldDispute(dispute_id=id), amount=amount, balance=left
        ):
            settled, covers = {**owed.settled, id: amount}, released(owed.covers, id)
            return _left(owed, left, settled=settled, covers=covers)
        case invoice.InvoiceCredited(balance=left):
            return _left(owed, left)
        case invoice.InvoiceReopened(balance=left):
            return _left(owed, left)
        case invoice.InvoicePaid() | invoice.InvoiceCancelled() if owed.balance is not None:
            return _left(owed, Money.zero(owed.balance.currency))
        case _:
            return owed


def _left(owed: Owed, balance: Money, **changes: object) -> Owed:
    """Owe this much now; where nothing is owed no credit is waited for, as none need come."""
    if owed.balance is None:
        return owed
    changed = owed.model_copy(update={"balance": balance, **changes})
    if balance:
        return changed
    covers = {id: cover for id, cover in changed.covers.items() if not cover.awaits_credit}
    return changed.model_copy(update={"covers": covers, "settled_once": True})


def _contested(owed: Owed, event: dispute.DisputeEvent) -> Covers:
    match event:
        case dispute.DisputeOpened(dispute_id=id, slice=slice):
            return {**owed.covers, id: Cover(by="dispute", slices=(slice,))}
        case dispute.DisputeUpheld(dispute_id=id) | dispute.DisputePartlyUpheld(dispute_id=id):
            if id in owed.settled or owed.settled_once:
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
