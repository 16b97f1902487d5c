"""How money moves a plan: payments and credits fill its instalments, soonest first."""

from collections.abc import Iterator, Sequence
from datetime import date

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.lowering import lowered
from payment_plan.plans.domain.plan import Plan, evolve
from recoup_events import payment_plan as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date


def match(command: commands.MatchPayment, plan: Plan) -> Sequence[events.PaymentPlanEvent]:
    """Count a payment on what is covered; beyond its slice, it takes the place of others."""
    if all(s.receivable_id != command.receivable_id for s in plan.slices):
        return []
    counted_on = min(command.paid_on, local_date(command.at, plan.agreed.time_zone))
    before, displaced = plan, list(_displaced(command.amount, counted_on, plan))
    for event in displaced:
        plan = _after(plan, event)
    amount = min(command.amount, plan.remaining)
    if not amount:
        return []
    beyond = amount - min(amount, plan.expected(command.receivable_id))
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
    after = _after(plan, matched)
    met = _met(before, after, command.paid_on)
    return [*displaced, *_moved(command, plan, beyond), matched, *met]


def _displaced(
    amount: Money, counted_on: date, plan: Plan
) -> Iterator[events.PlanPaymentUnmatched]:
    """More money than it expects: what counts from an earlier day takes the place of what is later."""
    beyond, remaining = amount - plan.remaining, plan.remaining
    later = [each for each in plan.fillings if each.payment_id and each.counted_on > counted_on]
    invoices = {slice.receivable_id: slice.invoice_id for slice in plan.slices}
    for filling in sorted(later, key=lambda each: each.counted_on, reverse=True):
        part = min(beyond, filling.amount)
        if part.minor_units <= 0 or not filling.payment_id or not filling.allocation_id:
            return
        beyond, remaining = beyond - part, remaining + part
        yield events.PlanPaymentUnmatched(
            **plan.ids,
            payment_id=filling.payment_id,
            allocation_id=filling.allocation_id,
            invoice_id=invoices[filling.receivable_id],
            receivable_id=filling.receivable_id,
            amount=part,
            remaining=remaining,
        )


def _after(plan: Plan, event: events.PaymentPlanEvent) -> Plan:
    state = evolve(plan, event)
    assert isinstance(state, Plan), "a plan stays one"
    return state


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
    on = today if command.counts_on is None else min(command.counts_on, today)
    reduced = events.PlanReduced(
        **plan.ids,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        amount=amount,
        counted_on=on,
        schedule=lowered(plan, amount, on),
        remaining=plan.remaining - amount,
        reason=command.reason,
    )
    after = _after(plan, reduced)
    if command.continued_by is None or after.remaining:
        return [reduced, *_met(plan, after, on)]
    if plan.broken is not None:
        return [reduced]
    reason = f"All that was left of it is asked for on invoice {command.continued_by}."
    return [reduced, events.PlanCancelled(**plan.ids, slices=plan.agreed.slices, reason=reason)]


def _met(plan: Plan, after: Plan, on: date) -> Iterator[events.PaymentPlanEvent]:
    """The instalments that nothing is open of any more, and the plan if that is true of all."""
    for instalment, was_open, still_open in zip(after.schedule, plan.open, after.open, strict=True):
        met = bool(was_open) and not still_open
        if met and instalment.amount:
            yield events.InstalmentPaid(**plan.ids, instalment=instalment, paid_on=on)
        if instalment.due_on in plan.missed and plan.broken is None:
            in_time = after.met_before(after.days_of(instalment).missed, instalment)
            if met or in_time:
                yield events.InstalmentCured(**plan.ids, instalment=instalment, in_time=in_time)
    if not after.remaining and plan.broken is None:
        yield events.PlanCompleted(**plan.ids, slices=plan.agreed.slices)
