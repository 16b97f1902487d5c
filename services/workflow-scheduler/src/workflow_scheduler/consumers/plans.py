"""Payment plans: what is planned is not chased while the plan is kept (D07)."""

from collections.abc import Sequence

from recoup_events.envelope import Cause, Envelope, Stream
from recoup_events.payment_plan import PlanAgreed, PlanBroken, PlanCancelled, PlanCompleted
from recoup_events.workflow_scheduler import PauseCause
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.consumers.slices import pass_on
from workflow_scheduler.domain.commands import PauseSlice, ResumeSlice
from workflow_scheduler.domain.enrolment import enrolment_of

Over = PlanBroken | PlanCancelled | PlanCompleted


def reads(heard: Envelope[PlanAgreed] | Envelope[Over]) -> Sequence[Stream]:
    """What any reaction here loads."""
    return [enrolment_of(heard.account, part.invoice_id) for part in heard.fact.slices]


async def pause_slices(work: UnitOfWork, heard: Envelope[PlanAgreed], cause: Cause) -> None:
    """Leave the planned slice of every invoice out."""
    why = (PauseCause.PLAN, heard.fact.plan_id)
    for part in heard.fact.slices:
        await pass_on(PauseSlice, work, heard.account, part, why, cause)


async def resume_slices(work: UnitOfWork, heard: Envelope[Over], cause: Cause) -> None:
    """Chase the slices again; of a kept plan's nothing is left to chase."""
    why = (PauseCause.PLAN, heard.fact.plan_id)
    for part in heard.fact.slices:
        await pass_on(ResumeSlice, work, heard.account, part, why, cause)
