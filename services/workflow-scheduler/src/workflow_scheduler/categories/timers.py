"""When evidence expires, or a person's decision has ended."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.categories.handlers import review


async def review_category(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "review" of a category."""
    await review(work, stream.account, cause)
