"""A debt has become as old as a rule wants it."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import ReceivableId
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.placement_rules.handlers import ask_rules


async def propose_on_its_day(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "propose" of a receivable; the rules may be others by now."""
    await ask_rules(work, stream.account, ReceivableId(stream.id), now, cause)
