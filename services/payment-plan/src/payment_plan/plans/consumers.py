"""What happens to covered invoices, and what follows for the plan over them."""

from datetime import date

from payment_plan.plans.domain.commands import MatchPayment, ReducePlan, UnmatchPayment
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.running import RUNNING_PLANS
from payment_plan.plans.handlers import follow_conditions, move_covering_plan
from recoup_events.invoice import (
    InvoiceAdjusted,
    InvoiceCancelled,
    InvoiceContinued,
    InvoiceCredited,
    InvoiceDiscountTaken,
    InvoiceEvent,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.balance import balances_of

Lowered = (
    InvoiceCredited
    | InvoiceAdjusted
    | InvoiceCancelled
    | InvoiceContinued
    | InvoiceWrittenOff
    | InvoiceDiscountTaken
)


async def match_payment(work: UnitOfWork, received: Envelope[PaymentApplied], cause: Cause) -> None:
    """A payment on a covered invoice counts towards its plan."""
    event = received.event
    move = MatchPayment(
        payment_id=event.payment_id,
        allocation_id=event.allocation_id,
        invoice_id=event.invoice_id,
        receivable_id=event.receivable_id,
        amount=event.amount,
        paid_on=event.value_date,
        at=cause.at,
    )
    await move_covering_plan(work, received.account, move, cause)


async def unmatch_payment(
    work: UnitOfWork, received: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    """What is taken off the invoice stops counting."""
    event = received.event
    move = UnmatchPayment(
        payment_id=event.payment_id,
        allocation_id=event.allocation_id,
        invoice_id=event.invoice_id,
        receivable_id=event.receivable_id,
        remaining=event.remaining,
    )
    await move_covering_plan(work, received.account, move, cause)


async def reduce_plan(work: UnitOfWork, received: Envelope[Lowered], cause: Cause) -> None:
    """A plan expects no more on a receivable than is owed on it after it was lowered."""
    event = received.event
    for receivable_id, owed in balances_of(event).items():
        move = ReducePlan(
            invoice_id=event.invoice_id,
            receivable_id=receivable_id,
            owed=owed,
            counts_on=_counts_on(event),
            reason=event.reason,
            at=cause.at,
        )
        await move_covering_plan(work, received.account, move, cause)


def _counts_on(event: Lowered) -> date | None:
    """Its own day: what was booked late was not owed since then."""
    if isinstance(event, InvoiceCredited | InvoiceDiscountTaken):
        return event.applied_on
    return event.effective_on


async def follow_condition(
    work: UnitOfWork, received: Envelope[InvoiceEvent], cause: Cause
) -> None:
    """A condition of the customer concerns all its running plans."""
    ids = await work.listed(RUNNING_PLANS, received.account)
    streams = [PLAN.stream(*received.account, id) for id in ids]
    await work.preload(streams=streams)
    for stream in streams:
        await follow_conditions(work, stream, cause)
