"""What happens when the next moment of a plan has come."""

from datetime import datetime

from payment_plan.plans.domain.commands import ReviewPlan
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.handlers import follow_conditions
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def review_plan(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(PLAN, stream, ReviewPlan(at=now), cause)


async def change_condition(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """A condition of the customer begins or ends today."""
    await follow_conditions(work, stream, cause)
