"""The escalation policy: how much proof a harsher step needs."""

from typing import Self

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_service.api.fields import RequestBody
from recoup_service.api.policies import policy_routes
from workflow_scheduler.escalations.domain.policy import (
    ESCALATION_POLICY,
    EscalationPolicy,
    RequiredProof,
)


class EscalationPolicyBody(RequestBody):
    """What a step of a higher level waits for; it holds for steps that fall due from now on."""

    proof: RequiredProof = Field(
        description="What has to be known of the milder message: that it was `delivered`, or only "
        "that it was `sent` and has not come back. A call in which somebody was spoken to is as good.",
        examples=["delivered"],
    )
    not_returned_days: int = Field(
        default=5,
        ge=1,
        le=30,
        strict=True,
        description="What was sent and has not come back by then counts as delivered.",
    )
    patience_days: int = Field(
        default=14,
        ge=1,
        le=90,
        strict=True,
        description="After so many days without proof a person is asked again.",
    )
    copy_by: Channel | None = Field(
        default=None,
        description="How the milder message goes once more when it did not arrive; a person is "
        "asked when that does not arrive either, or with `null` at once. Letters are charged by the post.",
        examples=["letter"],
    )

    @property
    def policy(self) -> EscalationPolicy:
        return EscalationPolicy(**dict(self))

    @classmethod
    def of(cls, policy: EscalationPolicy) -> Self:
        return cls(**dict(policy))


router = policy_routes(
    ESCALATION_POLICY,
    EscalationPolicyBody,
    path="/v1/escalation-policy",
    tag="Escalation policy",
    scope="workflows",
)
