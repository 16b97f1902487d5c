"""Plan policies: what holds for plans that are agreed from now on.

A tenant's holds for all its creditors but those that have one of their own.
"""

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_events.payment_plan import CreditsLower
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


class PlanPolicy(Value):
    """What holds until the tenant wants it otherwise."""

    credits_lower: CreditsLower = CreditsLower.SPREAD


class PlanPolicySet(PolicySet, type="plan_policy.set.v1"):
    """From now on plans are agreed under this policy; those that were agreed keep theirs."""

    policy: PlanPolicy | None


PLAN_POLICY = policy_decider("plan_policy", PlanPolicy(), PlanPolicySet)


def plan_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(PLAN_POLICY, tenant)
