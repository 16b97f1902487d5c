"""How money moves a plan: payments and credits fill its instalments, soonest first."""

from collections.abc import Sequence
from datetime import date

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.plan import Plan
from recoup_events import payment_plan as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date
from recoup_receivables.instalments import unfilled


def match(command: commands.MatchPayment, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Count a payment towards the plan; what exceeds the slice is not the plan's."""
    amount = min(command.amount, plan.expected(command.receivable_id))
    if not amount:
        return []
    matched = events.PlanPaymentMatched(
        **plan.ids,
        payment_id=command.payment_id,
        allocation_id=command.allocation_id,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        amount=amount,
        remaining=plan.remaining - amount,
    )
    return [matched, *_filled(plan, amount, command.paid_on)]


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
    reduced = events.PlanReduced(
        **plan.ids,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        amount=amount,
        remaining=plan.remaining - amount,
        reason=command.reason,
    )
    return [reduced, *_filled(plan, amount, local_date(command.at, plan.agreed.time_zone))]


def _filled(plan: Plan, amount: Money, on: date) -> Sequence[events.PaymentPlanEvent]:
    after = unfilled(plan.agreed.schedule, plan.settled + amount)
    paid = [
        events.InstalmentPaid(**plan.ids, instalment=instalment, paid_on=on)
        for instalment, was_open, still_open in zip(
            plan.agreed.schedule, plan.open, after, strict=True
        )
        if was_open and not still_open
    ]
    if amount < plan.remaining:
        return paid
    return [*paid, events.PlanCompleted(**plan.ids, slices=plan.agreed.slices)]
