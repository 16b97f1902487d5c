"""Task policy: how often somebody is called who is not reached, and how long money is looked for."""

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


class TaskPolicy(Value):
    """What holds until the tenant wants it otherwise."""

    most_attempts: int = 3
    """Calls that are tried for one task."""
    days_apart: int = 2
    """Between two of them."""
    search_days: int = 5
    """Nothing is chased for so long of what is said to be paid, while the money is looked for."""


class TaskPolicySet(PolicySet, type="task_policy.set.v1"):
    """It holds for what is answered from now on."""

    policy: TaskPolicy | None


TASK_POLICY = policy_decider("task_policy", TaskPolicy(), TaskPolicySet)


def task_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(TASK_POLICY, tenant)
