"""The plan policy: read it, set it."""

from typing import Self

from pydantic import Field

from payment_plan.plans.domain.policy import PLAN_POLICY, PlanPolicy
from recoup_events.payment_plan import CreditsLower
from recoup_service.api.fields import RequestBody
from recoup_service.api.policies import policy_routes


class PlanPolicyBody(RequestBody):
    """What holds for plans agreed from now on, where they do not say it themselves."""

    credits_lower: CreditsLower = Field(
        description="Which instalments are lower once something of a plan's slices is credited, "
        "such as by an upheld dispute: all that are ahead, each by its share of what is open "
        "(`spread`), or the last ones (`last_first`).",
        examples=["spread"],
    )

    @property
    def policy(self) -> PlanPolicy:
        return PlanPolicy(**dict(self))

    @classmethod
    def of(cls, policy: PlanPolicy) -> Self:
        return cls(**dict(policy))


router = policy_routes(
    PLAN_POLICY,
    PlanPolicyBody,
    path="/v1/plan-policy",
    tag="Payment plans",
    scope="plans",
    kept="Plans that were agreed keep what held then.",
)
