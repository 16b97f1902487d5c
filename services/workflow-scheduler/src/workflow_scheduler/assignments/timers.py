"""When nobody has decided about an exception, and when its last day is over."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.assignments.domain.exception import EXCEPTION, LetEnd, LetExpire


async def expire_exception(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "expiry" of an exception."""
    await work.execute(EXCEPTION, stream, LetExpire(), cause)


async def end_exception(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "end" of an exception."""
    await work.execute(EXCEPTION, stream, LetEnd(), cause)
