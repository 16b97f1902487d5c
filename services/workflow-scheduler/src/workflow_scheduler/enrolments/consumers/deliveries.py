"""Messages: what became of them lets steps go on that were held for want of proof."""

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.notification import MessageEvent
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.held_steps import HELD_STEPS
from workflow_scheduler.enrolments.handlers import take_due


async def follow_delivery(work: UnitOfWork, received: Envelope[MessageEvent], cause: Cause) -> None:
    """Look again at what waits for this message; most customers have nothing that waits."""
    for id, step in (await work.listed(HELD_STEPS, received.account)).items():
        if received.event.reminder_id in step.waits_for:
            await take_due(work, ENROLMENT.stream(*received.account, id), cause)
