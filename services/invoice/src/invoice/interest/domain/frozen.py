"""The days on which a receivable bears no interest because a plan has frozen it."""

from collections.abc import Mapping, Sequence
from datetime import date

from recoup_compliance.interest.accrual import InterestFree
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PlanId
from recoup_events.payment_plan import (
    PlanAgreed,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
    PlanInterest,
    PlanReinstated,
    PlanReopened,
)
from recoup_eventstore.decider import View
from recoup_receivables.calendar import local_date

RUNS_AGAIN = (PlanReinstated, PlanReopened)
ENDS = (PlanBroken, PlanCompleted, PlanCancelled)
FOLLOWED = (PlanAgreed, *RUNS_AGAIN, *ENDS)


class FrozenByPlan(Value):
    first_day: date
    until: date | None = None
    """The day on which it ended, in the debtor's calendar; ``None`` while it runs."""
    time_zone: str


class FrozenInterest(Value):
    plans: Mapping[PlanId, FrozenByPlan] = {}

    @property
    def free(self) -> Sequence[InterestFree]:
        """A plan that ended on the day it was agreed freed none."""
        spans = [
            InterestFree(each.first_day, each.until, f"frozen by the payment plan {id}")
            for id, each in self.plans.items()
        ]
        return [span for span in spans if span.includes(span.first_day)]


def may_freeze(event: Event) -> bool:
    """Whether it may concern frozen interest; later events of a plan do not say whether it froze any."""
    return not isinstance(event, PlanAgreed) or event.interest is PlanInterest.FROZEN


def _documents(event: Event) -> Sequence[str]:
    if not isinstance(event, FOLLOWED) or not may_freeze(event):
        return []
    return [slice.receivable_id for slice in event.slices]


def _evolve(known: FrozenInterest, received: Envelope[Event]) -> FrozenInterest:
    event = received.event
    assert isinstance(event, FOLLOWED), "these alone concern a receivable"
    if isinstance(event, PlanAgreed):
        first_day = local_date(received.cause.at, event.time_zone)
        plan = FrozenByPlan(first_day=first_day, time_zone=event.time_zone)
    elif event.plan_id not in known.plans:
        return known
    else:
        before = known.plans[event.plan_id]
        ended = isinstance(event, ENDS)
        until = local_date(received.cause.at, before.time_zone) if ended else None
        plan = before.model_copy(update={"until": until})
    return FrozenInterest(plans={**known.plans, event.plan_id: plan})


FROZEN_INTEREST = View(
    "frozen_interest", FrozenInterest(), _documents, _evolve, subscribes=FOLLOWED
)
