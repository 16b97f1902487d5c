"""What happens when the last day of an offer has ended."""

from datetime import datetime

from payment_plan.offers.domain.commands import ExpireOffer
from payment_plan.offers.domain.decider import OFFER
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def expire_offer(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(OFFER, stream, ExpireOffer(at=now), cause)
