"""A plan expects no more on an invoice than its credits, or its cancellation, leave owed."""

from payment_plan.consumers.covering_plan import tell_covering_plan
from payment_plan.domain.commands import ReducePlan
from payment_plan.domain.receivable import RECEIVABLE
from recoup_events.envelope import Cause, Envelope
from recoup_events.invoice import InvoiceCancelled, InvoiceCredited
from recoup_eventstore.work import UnitOfWork


async def reduce_plan(
    work: UnitOfWork, heard: Envelope[InvoiceCredited | InvoiceCancelled], cause: Cause
) -> None:
    fact = heard.fact
    known = await work.document(RECEIVABLE, heard.account, fact.invoice_id)
    if known.balance is not None:
        move = ReducePlan(
            invoice_id=fact.invoice_id, owed=known.balance, why=fact.reason, at=cause.at
        )
        await tell_covering_plan(work, heard.account, fact.invoice_id, move, cause)
