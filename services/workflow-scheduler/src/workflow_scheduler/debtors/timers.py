"""When a condition begins or ends."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.handlers import review_restraint


async def change_restraint(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "change" of a restraint."""
    await review_restraint(work, stream.account, cause)
