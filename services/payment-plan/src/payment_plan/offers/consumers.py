"""A customer says that it cannot pay, and what the creditor's policy allows is offered."""

from payment_plan.offers.handlers import offer_by_policy
from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.workflow_scheduler import HardshipSignalled
from recoup_eventstore.work import UnitOfWork


async def offer_in_hardship(
    work: UnitOfWork, received: Envelope[CustomerConditionRecorded], cause: Cause
) -> None:
    """It was declared, to one creditor or to all."""
    event = received.event
    if event.condition is Condition.HARDSHIP:
        asked = event.condition_id
        await offer_by_policy(work, received.account, event.creditor_id, asked, cause)


async def offer_after_answer(
    work: UnitOfWork, received: Envelope[HardshipSignalled], cause: Cause
) -> None:
    """It was said in a call or a reply."""
    event = received.event
    await offer_by_policy(work, received.account, event.creditor_id, event.task_id, cause)
