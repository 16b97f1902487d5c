"""When the moment of a step comes."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import TakeRepeats
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.handlers import take_due


async def take_due_steps(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "step" of an enrolment."""
    assert now == cause.at, "a timer says itself what time it is"
    await take_due(work, stream, cause)


async def take_repeats(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "repeat" of an enrolment."""
    await work.execute(ENROLMENT, stream, TakeRepeats(now=now), cause)
