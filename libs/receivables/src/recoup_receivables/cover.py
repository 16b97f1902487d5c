"""Slices nobody is asked to pay for now: a dispute, a plan, a promise or money on account covers them."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from recoup_events import payment_plan, workflow_scheduler
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice


class Cover(Value):
    """What one dispute, plan or promise sets aside of one receivable."""

    by: Literal["dispute", "plan", "reserve", "promise"]
    amount: Money
    counted: Mapping[AllocationId, Money] = Field(default_factory=dict)
    """What of the allocations to the receivable the plan or promise has counted."""
    ended: bool = False
    """The plan is broken or completed, or the promise broken or kept, unless it turns out that it was not."""
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
            others = {other: cover for other, cover in covers.items() if not _gives_way(cover)}
            return {**others, id: Cover(by="plan", amount=amount_in(slices, receivable_id))}
        case payment_plan.PlanSliceMoved(plan_id=id, taken_from=source) if id in covers:
            more = event.receivable_id == receivable_id
            amount = covers[id].amount + (source.amount if more else -source.amount)
            return {**covers, id: covers[id].model_copy(update={"amount": amount})}
        case payment_plan.PlanBroken(plan_id=id) | payment_plan.PlanCompleted(plan_id=id) if (
            id in covers
        ):
            return {**covers, id: covers[id].model_copy(update={"ended": True})}
        case payment_plan.PlanReinstated(plan_id=id) | payment_plan.PlanReopened(plan_id=id) if (
            id in covers
        ):
            return {**covers, id: covers[id].model_copy(update={"ended": False})}
        case (
            payment_plan.PlanPaymentMatched(plan_id=id)
            | payment_plan.PlanPaymentUnmatched(plan_id=id)
            | payment_plan.PlanReduced(plan_id=id)
        ) if id in covers:
            return {**covers, id: covers[id].model_copy(update=_kept(covers[id], event))}
        case payment_plan.PlanCancelled(plan_id=id):
            return released(covers, id)
        case _:
            return covers


def _gives_way(cover: Cover) -> bool:
    """A plan that has ended comes back no more once there is another; a kept promise may be reopened."""
    return cover.ended and cover.by == "plan"


def _kept(cover: Cover, event: payment_plan.PaymentPlanEvent) -> Mapping[str, object]:
    match event:
        case payment_plan.PlanPaymentMatched(allocation_id=id, amount=amount):
            return {"counted": {**cover.counted, id: amount}}
        case payment_plan.PlanPaymentUnmatched(allocation_id=id, amount=amount):
            return {"counted": uncounted(cover.counted, id, amount)}
        case payment_plan.PlanReduced(amount=amount):
            return {"amount": cover.amount - amount}
        case _:
            return {}


def promised(
    covers: Covers, receivable_id: ReceivableId, event: workflow_scheduler.PromiseEvent
) -> Covers:
    """Fold what a promise says of this receivable."""
    id = event.promise_id
    match event:
        case workflow_scheduler.PromiseMade(slices=slices):
            return {**covers, id: Cover(by="promise", amount=amount_in(slices, receivable_id))}
        case workflow_scheduler.PromiseWithdrawn():
            return released(covers, id)
        case _ if id in covers:
            return {**covers, id: covers[id].model_copy(update=_of_promise(covers[id], event))}
        case _:
            return covers


def _of_promise(cover: Cover, event: workflow_scheduler.PromiseEvent) -> Mapping[str, object]:
    match event:
        case workflow_scheduler.PromiseKept() | workflow_scheduler.PromiseBroken():
            return {"ended": True}
        case workflow_scheduler.PromiseReopened():
            return {"ended": False}
        case workflow_scheduler.PromisePaymentMatched(allocation_id=id, amount=amount):
            return {"counted": {**cover.counted, id: amount}}
        case workflow_scheduler.PromisePaymentUnmatched(allocation_id=id, amount=amount):
            return {"counted": uncounted(cover.counted, id, amount)}
        case workflow_scheduler.PromiseReduced(amount=amount):
            return {"amount": cover.amount - amount}
        case _:
            return {}


def uncounted(
    counted: Mapping[AllocationId, Money], id: AllocationId, amount: Money
) -> Mapping[AllocationId, Money]:
    """So much of an allocation counts no more."""
    others = {other: part for other, part in counted.items() if other != id}
    rest = counted.get(id, amount) - amount
    return {**others, id: rest} if rest else others
