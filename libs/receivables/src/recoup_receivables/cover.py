"""Slices nobody is asked to pay for now: a dispute, a plan or money on account covers them."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from recoup_events import payment_plan
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice


class Cover(Value):
    """What one dispute or plan sets aside of one receivable."""

    by: Literal["dispute", "plan", "reserve"]
    amount: Money
    counted: Mapping[AllocationId, Money] = Field(default_factory=dict)
    """What of the allocations to the receivable the plan has counted."""
    broken: bool = False
    """The plan is broken, unless it turns out that it was kept."""
    awaits_credit: bool = False
    """The dispute was decided: the slice is its credit, which nobody chases on its way."""

    def left(self, settled: Mapping[AllocationId, Money]) -> Money:
        """A payment shrinks the slice while it is both counted and taken off the balance."""
        nothing = Money.zero(self.amount.currency)
        paid = (min(part, settled.get(id, nothing)) for id, part in self.counted.items())
        return self.amount - total(paid, nothing.currency)


Covers = Mapping[str, Cover]


def amount_in(slices: Sequence[Slice], receivable_id: ReceivableId) -> Money:
    """What slices have of one receivable."""
    amounts = (slice.amount for slice in slices if slice.receivable_id == receivable_id)
    return total(amounts, slices[0].amount.currency)


def released(covers: Covers, id: str) -> Covers:
    return {other: cover for other, cover in covers.items() if other != id}


def planned(
    covers: Covers, receivable_id: ReceivableId, event: payment_plan.PaymentPlanEvent
) -> Covers:
    """Fold what a plan says of this receivable."""
    match event:
        case payment_plan.PlanAgreed(plan_id=id, slices=slices):
            others = {other: cover for other, cover in covers.items() if not cover.broken}
            return {**others, id: Cover(by="plan", amount=amount_in(slices, receivable_id))}
        case payment_plan.PlanSliceMoved(plan_id=id, taken_from=source) if id in covers:
            more = event.receivable_id == receivable_id
            amount = covers[id].amount + (source.amount if more else -source.amount)
            return {**covers, id: covers[id].model_copy(update={"amount": amount})}
        case payment_plan.PlanBroken(plan_id=id) | payment_plan.PlanReinstated(plan_id=id) if (
            id in covers
        ):
            is_broken = isinstance(event, payment_plan.PlanBroken)
            return {**covers, id: covers[id].model_copy(update={"broken": is_broken})}
        case (
            payment_plan.PlanPaymentMatched(plan_id=id)
            | payment_plan.PlanPaymentUnmatched(plan_id=id)
            | payment_plan.PlanReduced(plan_id=id)
        ) if id in covers:
            return {**covers, id: covers[id].model_copy(update=_kept(covers[id], event))}
        case payment_plan.PlanCompleted(plan_id=id) | payment_plan.PlanCancelled(plan_id=id):
            return released(covers, id)
        case _:
            return covers


def _kept(cover: Cover, event: payment_plan.PaymentPlanEvent) -> Mapping[str, object]:
    match event:
        case payment_plan.PlanPaymentMatched(allocation_id=id, amount=amount):
            return {"counted": {**cover.counted, id: amount}}
        case payment_plan.PlanPaymentUnmatched(allocation_id=id, amount=amount):
            kept = {other: part for other, part in cover.counted.items() if other != id}
            rest = cover.counted.get(id, amount) - amount
            return {"counted": {**kept, id: rest} if rest else kept}
        case payment_plan.PlanReduced(amount=amount):
            return {"amount": cover.amount - amount}
        case _:
            return {}
