"""The dispute policy: read it, set it."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from dispute.disputes.domain.policy import DISPUTE_POLICY, AnswerTime, DisputePolicy, ReasonTime
from recoup_events.dispute import Reason
from recoup_service.api.fields import RequestBody
from recoup_service.api.policies import policy_routes


class AnswerTimeBody(BaseModel):
    """How long a debtor waits for an answer."""

    model_config = RequestBody.model_config
    days: Annotated[int, Field(ge=1, le=365, strict=True)] = Field(examples=[10])
    working_days: bool = Field(
        default=False,
        description="`true`: neither weekends nor public holidays are counted, by the debtor's calendar.",
    )

    @classmethod
    def of(cls, time: AnswerTime) -> Self:
        return cls(days=time.days, working_days=time.working_days)


class DisputePolicyBody(RequestBody):
    """By when disputes that are opened from now on should be decided."""

    answer_within: AnswerTimeBody = Field(
        description="For every reason that has no time of its own."
    )
    by_reason: dict[Reason, AnswerTimeBody] = Field(
        default={},
        description="Where a reason is answered sooner or later.",
        examples=[{"missing_document": {"days": 3, "working_days": True}}],
    )

    @property
    def policy(self) -> DisputePolicy:
        return DisputePolicy(
            answer_within=AnswerTime(**dict(self.answer_within)),
            by_reason=tuple(
                ReasonTime(reason=reason, **dict(time)) for reason, time in self.by_reason.items()
            ),
        )

    @classmethod
    def of(cls, policy: DisputePolicy) -> Self:
        times = {each.reason: each for each in policy.by_reason}
        return cls(
            answer_within=AnswerTimeBody.of(policy.answer_within),
            by_reason={reason: AnswerTimeBody.of(time) for reason, time in times.items()},
        )


router = policy_routes(
    DISPUTE_POLICY,
    DisputePolicyBody,
    path="/v1/dispute-policy",
    tag="Disputes",
    scope="disputes",
    kept="Disputes that stand keep their day.",
)
