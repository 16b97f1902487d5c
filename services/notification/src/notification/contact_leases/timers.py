"""When the time of a lease is over."""

from datetime import datetime

from notification.contact_leases.domain.leases import LEASES, Expire
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def expire(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "expiry" of what an agency holds."""
    await work.execute(LEASES, stream, Expire(now=now), cause)
