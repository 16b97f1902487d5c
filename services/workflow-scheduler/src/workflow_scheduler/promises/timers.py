"""When the last day of a promise is over."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.promises.domain.commands import ReviewPromise
from workflow_scheduler.promises.domain.decider import PROMISE


async def review_promise(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "due" of a promise."""
    await work.execute(PROMISE, stream, ReviewPromise(now=now), cause)
