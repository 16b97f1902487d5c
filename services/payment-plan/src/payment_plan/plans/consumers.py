"""What happens to covered invoices, and what follows for the plan over them."""

from payment_plan.plans.domain.commands import MatchPayment, ReducePlan, UnmatchPayment
from payment_plan.plans.domain.receivable import RECEIVABLE
from payment_plan.plans.handlers import move_covering_plan
from recoup_events.invoice import (
    InvoiceCancelled,
    InvoiceCredited,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork


async def match_payment(work: UnitOfWork, received: Envelope[PaymentApplied], cause: Cause) -> None:
    """A payment on a covered invoice counts towards its plan."""
    event = received.event
    move = MatchPayment(
        payment_id=event.payment_id,
        invoice_id=event.invoice_id,
        amount=event.amount,
        paid_on=event.applied_on,
    )
    await move_covering_plan(work, received.account, event.invoice_id, move, cause)


async def unmatch_payment(
    work: UnitOfWork, received: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    """It stops counting when it is taken back."""
    event = received.event
    move = UnmatchPayment(payment_id=event.payment_id, invoice_id=event.invoice_id)
    await move_covering_plan(work, received.account, event.invoice_id, move, cause)


async def reduce_plan(
    work: UnitOfWork, received: Envelope[InvoiceCredited | InvoiceCancelled], cause: Cause
) -> None:
    """A plan expects no more on an invoice than its credits, or its cancellation, leave owed."""
    event = received.event
    known = await work.document(RECEIVABLE, received.account, event.invoice_id)
    if known.balance is not None:
        move = ReducePlan(
            invoice_id=event.invoice_id, owed=known.balance, reason=event.reason, at=cause.at
        )
        await move_covering_plan(work, received.account, event.invoice_id, move, cause)
