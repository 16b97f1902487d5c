"""What nobody decided in time is done no more."""

from datetime import datetime

from invoice.approvals.domain.approval import APPROVAL, Expire
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def expire_approval(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(APPROVAL, stream, Expire(), cause)
