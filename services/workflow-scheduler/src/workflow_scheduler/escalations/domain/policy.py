"""Escalation policies: how much proof a harsher step needs, and what is done while it is lacking.

A tenant's holds for all its creditors but those that have one of their own.
"""

from datetime import timedelta
from enum import StrEnum

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


class RequiredProof(StrEnum):
    """What has to be known of the milder message, the weaker first."""

    SENT = "sent"
    """The provider took it, and it has not come back."""
    DELIVERED = "delivered"


class EscalationPolicy(Value):
    """What holds until the tenant wants it otherwise."""

    proof: RequiredProof = RequiredProof.DELIVERED
    not_returned_days: int = 5
    """What was sent and has not come back by then counts as delivered (RFC 5321, 4.5.4.1)."""
    patience_days: int = 14
    """After so many days without proof a person is asked again."""
    copy_by: Channel | None = None
    """How the milder message goes once more when it did not arrive; ``None``: a person finds out."""

    @property
    def not_returned(self) -> timedelta:
        return timedelta(days=self.not_returned_days)

    @property
    def patience(self) -> timedelta:
        return timedelta(days=self.patience_days)


class EscalationPolicySet(PolicySet, type="escalation_policy.set.v1"):
    """From now on steps that fall due are held by this policy."""

    policy: EscalationPolicy | None


ESCALATION_POLICY = policy_decider("escalation_policy", EscalationPolicy(), EscalationPolicySet)


def escalation_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(ESCALATION_POLICY, tenant)
