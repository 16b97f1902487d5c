"""What happens to covered invoices, and what follows for the plan over them."""

from payment_plan.plans.domain.commands import MatchPayment, ReducePlan, UnmatchPayment
from payment_plan.plans.domain.receivable import RECEIVABLE
from payment_plan.plans.handlers import move_covering_plan
from recoup_events.envelope import Cause, Envelope
from recoup_events.invoice import (
    InvoiceCancelled,
    InvoiceCredited,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_eventstore.work import UnitOfWork


async def match_payment(work: UnitOfWork, heard: Envelope[PaymentApplied], cause: Cause) -> None:
    """A payment on a covered invoice counts towards its plan."""
    fact = heard.fact
    move = MatchPayment(
        payment_id=fact.payment_id,
        invoice_id=fact.invoice_id,
        amount=fact.amount,
        paid_on=fact.applied_on,
    )
    await move_covering_plan(work, heard.account, fact.invoice_id, move, cause)


async def unmatch_payment(
    work: UnitOfWork, heard: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    """It stops counting when it is taken back."""
    fact = heard.fact
    move = UnmatchPayment(payment_id=fact.payment_id, invoice_id=fact.invoice_id)
    await move_covering_plan(work, heard.account, fact.invoice_id, move, cause)


async def reduce_plan(
    work: UnitOfWork, heard: Envelope[InvoiceCredited | InvoiceCancelled], cause: Cause
) -> None:
    """A plan expects no more on an invoice than its credits, or its cancellation, leave owed."""
    fact = heard.fact
    known = await work.document(RECEIVABLE, heard.account, fact.invoice_id)
    if known.balance is not None:
        move = ReducePlan(
            invoice_id=fact.invoice_id, owed=known.balance, why=fact.reason, at=cause.at
        )
        await move_covering_plan(work, heard.account, fact.invoice_id, move, cause)
