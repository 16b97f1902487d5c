"""Finds the plan that runs over an invoice."""

from payment_plan.domain.commands import PlanMove
from payment_plan.domain.plan import PLAN
from payment_plan.domain.receivable import RECEIVABLE
from recoup_events.envelope import Account, Cause
from recoup_events.ids import InvoiceId
from recoup_eventstore.work import UnitOfWork


async def tell_covering_plan(
    work: UnitOfWork, account: Account, invoice_id: InvoiceId, move: PlanMove, cause: Cause
) -> None:
    """Ask it of the running plan over this invoice, if there is one."""
    known = await work.document(RECEIVABLE, account, invoice_id)
    if known.plan_id is not None:
        stream = PLAN.stream(account.tenant, account.key, known.plan_id)
        await work.execute(PLAN, stream, move, cause)
