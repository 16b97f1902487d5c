"""A debtor asks for a plan that the creditor's policy refuses: a person decides."""

from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.ids import PlanOfferId, TaskId, derived
from recoup_events.payment_plan import (
    PlanOfferDeclined,
    PlanOfferMade,
    PlanOfferReferred,
    PlanOfferWithdrawn,
)
from recoup_events.workflow_scheduler import ClosingReason, TaskKind
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.domain.task import TASK
from workflow_scheduler.tasks.handlers.closing import close
from workflow_scheduler.tasks.handlers.creating import ask

Followed = PlanOfferReferred | PlanOfferMade | PlanOfferDeclined | PlanOfferWithdrawn


async def follow_offer(work: UnitOfWork, received: Envelope[Followed], cause: Cause) -> None:
    """What was asked for waits for a person, until it is offered, declined or taken back."""
    match received.event:
        case PlanOfferReferred() as referred:
            await _ask(work, received.account, referred, cause)
        case decided:
            await _close(work, received.account, _task_of(decided.offer_id), cause)


async def _ask(work: UnitOfWork, account: Account, event: PlanOfferReferred, cause: Cause) -> None:
    """With what the policy says, and what the debtor does."""
    reasons = " ".join(refusal.reason for refusal in event.refusals)
    command = CreateTask(
        task_id=_task_of(event.offer_id),
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        kind=TaskKind.REVIEW,
        script=(
            f"The customer asks to pay {event.total} over time, and the plan policy does not allow it: {reasons} "
            f"Offer it all the same (POST /v1/plan-offers/{event.offer_id}/override, with a reason), decline it "
            "(…/decline), or make another offer (POST /v1/plan-offers)."
        ),
        words=event.words,
    )
    await ask(work, account, command, cause)


async def _close(work: UnitOfWork, account: Account, id: TaskId, cause: Cause) -> None:
    """Most offers were nobody's to decide."""
    if await work.exists(TASK.stream(*account, id)):
        await close(work, account, id, ClosingReason.DECIDED, cause)


def _task_of(offer_id: PlanOfferId) -> TaskId:
    return TaskId(derived("tsk", offer_id, "plan"))
