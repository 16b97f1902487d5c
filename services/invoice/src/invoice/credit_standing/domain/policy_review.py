"""After a creditor's policy has changed everybody's standing is reviewed, one batch after another."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import AwareDatetime

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId, derived
from recoup_eventstore.decider import Decider

BATCH = "batch"
"""The timer that asks for the next batch; it stays wanted until none is left."""


class PolicyReviewStarted(Event, type="credit_review.started.v1"):
    credit_review_id: str
    creditor_id: CreditorId
    at: AwareDatetime


class PolicyReviewProgressed(Event, type="credit_review.progressed.v1"):
    last: CustomerId
    """Of those that were reviewed; they go by their ids."""


class PolicyReviewCompleted(Event, type="credit_review.completed.v1"):
    """Nobody is left."""


class StartPolicyReview(Command):
    credit_review_id: str
    creditor_id: CreditorId
    at: AwareDatetime


class RecordReviewed(Command):
    last: CustomerId | None
    """``None``: nobody was left."""


class PolicyReview(Value):
    started: PolicyReviewStarted | None = None
    last: CustomerId = CustomerId("")
    completed: bool = False


ReviewEvent = PolicyReviewStarted | PolicyReviewProgressed | PolicyReviewCompleted


def decide(
    command: StartPolicyReview | RecordReviewed, review: PolicyReview
) -> Sequence[ReviewEvent]:
    match command:
        case StartPolicyReview() if review.started is None:
            return [PolicyReviewStarted.model_validate(command, from_attributes=True)]
        case RecordReviewed(last=None) if not review.completed:
            return [PolicyReviewCompleted()]
        case RecordReviewed(last=str() as last) if not review.completed:
            return [PolicyReviewProgressed(last=last)]
        case _:
            return []


def evolve(review: PolicyReview, event: ReviewEvent) -> PolicyReview:
    match event:
        case PolicyReviewStarted():
            return PolicyReview(started=event)
        case PolicyReviewProgressed(last=last):
            return review.model_copy(update={"last": last})
        case PolicyReviewCompleted():
            return review.model_copy(update={"completed": True})


def timers(review: PolicyReview) -> Mapping[str, datetime]:
    if review.started is None or review.completed:
        return {}
    return {BATCH: review.started.at}


POLICY_REVIEW: Decider[StartPolicyReview | RecordReviewed, PolicyReview, ReviewEvent] = Decider(
    "credit_review", PolicyReview(), decide, evolve, timers
)


def policy_review_stream(tenant: TenantId, creditor_id: CreditorId, version: int) -> Stream:
    """Of one version of the policy, in an account of its own."""
    id = derived("crv", creditor_id, version)
    return POLICY_REVIEW.stream(tenant, id, id)
