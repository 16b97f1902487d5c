"""Which disputes and plans kept something of a receivable from being asked for, and when."""

from collections.abc import Mapping
from datetime import datetime

from recoup_events import dispute, payment_plan
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import AllocationId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.notification import BookingKind
from recoup_receivables.cover import amount_in


class Aside(Value):
    """What one dispute or plan sets aside; it stays known when it has ended."""

    kind: BookingKind
    amount: Money
    since: datetime
    until: datetime | None = None
    """Since when it does so no more; a plan that was kept after all has never broken."""
    known_at: datetime
    """When it was recorded, or that it was kept."""
    counted: Mapping[AllocationId, Money] = {}
    """What of the allocations to the receivable the plan has counted."""

    def stood(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def left(self, applied: Mapping[AllocationId, Money]) -> Money:
        """Payments shrink it by what of them is both counted and applied."""
        nothing = Money.zero(self.amount.currency)
        paid = (min(part, applied.get(id, nothing)) for id, part in self.counted.items())
        return max(self.amount - total(paid, nothing.currency), nothing)


Asides = Mapping[str, Aside]


def asides_after(asides: Asides, id: ReceivableId, event: Event, at: datetime) -> Asides:
    """Fold an event about a receivable; what is not about disputes or plans changes nothing."""
    match event:
        case dispute.DisputeOpened(dispute_id=key, slices=slices):
            return {**asides, key: _begun(BookingKind.DISPUTE, amount_in(slices, id), at)}
        case dispute.DisputeMoved(dispute_id=key, slices=slices):
            amount = amount_in(slices, id)
            if not amount:
                return _ended(asides, key, at)
            return (
                asides
                if key in asides
                else {**asides, key: _begun(BookingKind.DISPUTE, amount, at)}
            )
        case (
            dispute.DisputeWithdrawn(dispute_id=key)
            | dispute.DisputeRejected(dispute_id=key)
            | dispute.DisputeUpheld(dispute_id=key)
            | dispute.DisputePartlyUpheld(dispute_id=key)
        ):
            return _ended(asides, key, at)
        case payment_plan.PlanAgreed(plan_id=key, slices=slices):
            return {**asides, key: _begun(BookingKind.PLAN, amount_in(slices, id), at)}
        case payment_plan.PaymentPlanEvent():
            return _planned(asides, id, event, at)
        case _:
            return asides


def _begun(kind: BookingKind, amount: Money, at: datetime) -> Aside:
    return Aside(kind=kind, amount=amount, since=at, known_at=at)


def _ended(asides: Asides, key: str, at: datetime) -> Asides:
    known = asides.get(key)
    if known is None or known.until is not None:
        return asides
    return {**asides, key: known.model_copy(update={"until": at})}


def _planned(
    asides: Asides, id: ReceivableId, event: payment_plan.PaymentPlanEvent, at: datetime
) -> Asides:
    match event:
        case (
            payment_plan.PlanBroken(plan_id=key)
            | payment_plan.PlanCancelled(plan_id=key)
            | payment_plan.PlanCompleted(plan_id=key)
        ):
            return _ended(asides, key, at)
        case (
            payment_plan.PlanReinstated(plan_id=key)
            | payment_plan.PlanReopened(plan_id=key)
            | payment_plan.PlanPaymentMatched(plan_id=key)
            | payment_plan.PlanPaymentUnmatched(plan_id=key)
            | payment_plan.PlanReduced(plan_id=key)
            | payment_plan.PlanSliceMoved(plan_id=key)
        ) if key in asides:
            known = asides[key]
            return {**asides, key: known.model_copy(update=_kept(known, id, event, at))}
        case _:
            return asides


def _kept(
    known: Aside, id: ReceivableId, event: payment_plan.PaymentPlanEvent, at: datetime
) -> Mapping[str, object]:
    match event:
        case payment_plan.PlanReinstated() | payment_plan.PlanReopened():
            return {"until": None, "known_at": at}
        case payment_plan.PlanPaymentMatched(allocation_id=key, amount=amount):
            return {"counted": {**known.counted, key: amount}}
        case payment_plan.PlanPaymentUnmatched(allocation_id=key, amount=amount):
            return {"counted": {**known.counted, key: known.counted.get(key, amount) - amount}}
        case payment_plan.PlanReduced(amount=amount):
            return {"amount": known.amount - amount}
        case payment_plan.PlanSliceMoved(taken_from=source):
            more = event.receivable_id == id
            return {"amount": known.amount + (source.amount if more else -source.amount)}
        case _:
            return {}
