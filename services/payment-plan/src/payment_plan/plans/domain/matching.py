"""How money moves a plan: payments and credits fill its instalments, soonest first."""

from collections.abc import Iterator, Sequence
from datetime import date

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.plan import Plan
from recoup_events import payment_plan as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date
from recoup_receivables.instalments import unfilled


def match(command: commands.MatchPayment, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Count a payment on what is covered; beyond its slice, it takes the place of others."""
    amount = min(command.amount, plan.remaining)
    if not amount or all(s.receivable_id != command.receivable_id for s in plan.slices):
        return []
    beyond = amount - min(amount, plan.expected(command.receivable_id))
    counted_on = min(command.paid_on, local_date(command.at, plan.agreed.time_zone))
    matched = events.PlanPaymentMatched(
        **plan.ids,
        payment_id=command.payment_id,
        allocation_id=command.allocation_id,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        amount=amount,
        counted_on=counted_on,
        remaining=plan.remaining - amount,
    )
    return [*_moved(command, plan, beyond), matched, *_filled(plan, amount, command.paid_on)]


def _moved(
    command: commands.MatchPayment, plan: Plan, beyond: Money
) -> Iterator[events.PlanSliceMoved]:
    """The last of the others gives first."""
    for slice in reversed(plan.slices):
        part = min(beyond, plan.expected(slice.receivable_id))
        if slice.receivable_id != command.receivable_id and part.minor_units > 0:
            yield events.PlanSliceMoved(
                **plan.ids,
                invoice_id=command.invoice_id,
                receivable_id=command.receivable_id,
                taken_from=slice.model_copy(update={"amount": part}),
            )
            beyond -= part


def unmatch(command: commands.UnmatchPayment, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Expect again what an allocation had filled and fills no more."""
    amount = plan.counted(command.allocation_id) - command.remaining
    if amount.minor_units <= 0:
        return []
    return [
        events.PlanPaymentUnmatched(
            **plan.ids,
            payment_id=command.payment_id,
            allocation_id=command.allocation_id,
            invoice_id=command.invoice_id,
            receivable_id=command.receivable_id,
            amount=amount,
            remaining=plan.remaining + amount,
        )
    ]


def reduce(command: commands.ReducePlan, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Expect no more than is owed; a credit touches a slice only where nothing else is left."""
    amount = plan.expected(command.receivable_id) - command.owed
    if amount <= Money.zero(amount.currency):
        return []
    today = local_date(command.at, plan.agreed.time_zone)
    reduced = events.PlanReduced(
        **plan.ids,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        amount=amount,
        counted_on=today,
        remaining=plan.remaining - amount,
        reason=command.reason,
    )
    return [reduced, *_filled(plan, amount, today)]


def _filled(plan: Plan, amount: Money, on: date) -> Sequence[events.PaymentPlanEvent]:
    after = unfilled(plan.agreed.schedule, plan.settled + amount)
    paid = [
        events.InstalmentPaid(**plan.ids, instalment=instalment, paid_on=on)
        for instalment, was_open, still_open in zip(
            plan.agreed.schedule, plan.open, after, strict=True
        )
        if was_open and not still_open
    ]
    if amount < plan.remaining or plan.broken is not None:
        return paid
    return [*paid, events.PlanCompleted(**plan.ids, slices=plan.agreed.slices)]
