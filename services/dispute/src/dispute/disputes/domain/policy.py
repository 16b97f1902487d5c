"""Dispute policies: by when a debtor who contests should have an answer.

A tenant's holds for all its creditors but those that have one of their own, as where another law sets the time.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispute.disputes.domain.debtor import Debtor
from recoup_compliance.working_days import plus_working_days
from recoup_events.dispute import Reason
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


class AnswerTime(Value):
    days: int
    working_days: bool = False
    """Neither weekends nor public holidays where the debtor is are counted."""

    def after(self, at: datetime, debtor: Debtor) -> datetime:
        """The same time, by the debtor's clock, of the day on which it is over."""
        here = at.astimezone(ZoneInfo(debtor.time_zone))
        if self.working_days:
            place = debtor.country, debtor.subdivision
            day = plus_working_days(here.date(), self.days, *place)
        else:
            day = here.date() + timedelta(days=self.days)
        return datetime.combine(day, here.timetz()).astimezone(at.tzinfo)


class ReasonTime(AnswerTime):
    reason: Reason


class DisputePolicy(Value):
    """What holds until the tenant wants it otherwise."""

    answer_within: AnswerTime = AnswerTime(days=30)
    by_reason: tuple[ReasonTime, ...] = ()
    """Where a reason is answered sooner or later than that."""

    def answer_by(self, reason: Reason, at: datetime, debtor: Debtor) -> datetime:
        own = (each for each in self.by_reason if each.reason is reason)
        return next(own, self.answer_within).after(at, debtor)


class DisputePolicySet(PolicySet, type="dispute_policy.set.v1"):
    """From now on disputes are opened under this policy; those that stand keep their day."""

    policy: DisputePolicy | None


DISPUTE_POLICY = policy_decider("dispute_policy", DisputePolicy(), DisputePolicySet)


def dispute_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(DISPUTE_POLICY, tenant)
