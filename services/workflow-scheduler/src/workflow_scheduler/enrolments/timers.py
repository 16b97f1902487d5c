"""When the moment of a step comes."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT


async def take_due_steps(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "step" of an enrolment."""
    await work.execute(ENROLMENT, stream, TakeDueSteps(now=now), cause)
