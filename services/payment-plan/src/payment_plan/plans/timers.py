"""What happens when the next moment of a plan has come."""

from datetime import datetime

from payment_plan.plans.domain.commands import ReviewPlan
from payment_plan.plans.domain.decider import PLAN
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def review_plan(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(PLAN, stream, ReviewPlan(at=now), cause)
