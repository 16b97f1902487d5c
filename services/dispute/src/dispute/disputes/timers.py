"""What happens when a dispute has been open for too long."""

from datetime import datetime

from dispute.disputes.domain.commands import DemandReview
from dispute.disputes.domain.decider import DISPUTE
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def demand_review(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(DISPUTE, stream, DemandReview(), cause)
