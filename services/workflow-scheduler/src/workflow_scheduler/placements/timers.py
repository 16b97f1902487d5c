"""When the time to answer, or to report, is over."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.placements.domain.commands import Lapse, Recall
from workflow_scheduler.placements.domain.decider import PLACEMENT


async def lapse(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "answer" of a placement."""
    await work.execute(PLACEMENT, stream, Lapse(now=now), cause)


async def recall(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "recall" of a placement."""
    await work.execute(PLACEMENT, stream, Recall(now=now), cause)
