"""Promise policies: what may be promised, and how chasing goes on after a broken promise.

A tenant's holds for all its creditors but those that have one of their own.
"""

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_events.workflow_scheduler import Resumption
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


class PromisePolicy(Value):
    """What holds until the tenant wants it otherwise."""

    longest_days: int = 30
    """How far ahead the day may be."""
    most_open: int = 5
    """Promises of one customer at a time."""
    most_broken: int = 2
    """Once so many over a receivable are broken, no further one is taken over it."""
    grace_days: int = 2
    """How many days later money may count, all the same; a transfer takes its time."""
    resumes: Resumption = Resumption.AT_ONCE


class PromisePolicySet(PolicySet, type="promise_policy.set.v1"):
    """From now on promises are taken under this policy; those that were made keep theirs."""

    policy: PromisePolicy | None


PROMISE_POLICY = policy_decider("promise_policy", PromisePolicy(), PromisePolicySet)


def promise_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(PROMISE_POLICY, tenant)
