"""The plan policy: read it, set it."""

from typing import Self

from pydantic import Field, StrictBool, field_validator

from payment_plan.plans.domain.policy import PLAN_POLICY, Limits, PlanPolicy, Rhythm
from payment_plan.plans.schemas import LONGEST
from recoup_events.payment_plan import CreditsLower, Every, PlanInterest
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.fields import RequestBody
from recoup_service.api.policies import policy_routes

STANDARD = PlanPolicy()


class RhythmBody(RequestBody):
    """So many instalments, so far apart."""

    every: Every
    instalments: int = Field(ge=1, le=LONGEST, strict=True, examples=[6])

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(**dict(self))


class LimitsBody(RequestBody):
    """How far an offer may go."""

    longest_months: int = Field(
        ge=1,
        le=LONGEST,
        strict=True,
        description="From the day of the offer to the last instalment.",
        examples=[12],
    )
    most_broken: int = Field(
        ge=0,
        le=100,
        strict=True,
        description="Plans that the customer has broken before.",
        examples=[1],
    )

    @property
    def limits(self) -> Limits:
        return Limits(**dict(self))


def _limits(limits: Limits) -> LimitsBody:
    return LimitsBody(**dict(limits))


class PlanPolicyBody(RequestBody):
    """What may be offered, and what holds for plans agreed from now on where they do not say it."""

    credits_lower: CreditsLower = Field(
        description="Which instalments are lower once something of a plan's slices is credited, "
        "such as by an upheld dispute: all that are ahead, each by its share of what is open "
        "(`spread`), or the last ones (`last_first`).",
        examples=["spread"],
    )
    offer_days: int = Field(
        default=STANDARD.offer_days,
        ge=0,
        le=365,
        strict=True,
        description="For how many days an offer can be accepted.",
    )
    first_days: int = Field(
        default=STANDARD.first_days,
        ge=0,
        le=365,
        strict=True,
        description="From the day of the offer to the first instalment, where nobody names it.",
    )
    grace_days: int = Field(
        default=STANDARD.grace_days,
        ge=0,
        le=90,
        strict=True,
        description="Of offered plans: for so many days a missed instalment does not break one.",
    )
    options: list[RhythmBody] = Field(
        default=[RhythmBody(**dict(each)) for each in STANDARD.options],
        min_length=1,
        max_length=10,
        description="What is offered where nobody says how.",
    )
    largest_totals: list[PositiveAmount] = Field(
        default=[],
        max_length=200,
        description="The most that may be planned, one amount for each currency; no limit in the others.",
    )
    limits: LimitsBody = Field(default=_limits(STANDARD.limits), description="Of every customer.")
    hardship: LimitsBody = Field(
        default=_limits(STANDARD.hardship),
        description="Of customers who cannot pay as it is; what is wider holds.",
    )
    keeps_trading: LimitsBody | None = Field(
        default=None,
        description="Of customers who want to keep trading; what is wider holds. As of all if left out.",
    )
    only_who_keep_trading: StrictBool = Field(
        default=STANDARD.only_who_keep_trading,
        description="Whether plans are for those alone who want to keep trading.",
    )
    keep_current: StrictBool = Field(
        default=STANDARD.keep_current,
        description="Whether invoices that come to be due during a plan have to be paid when they are.",
    )
    cure_days: int = Field(
        default=STANDARD.cure_days,
        ge=0,
        le=90,
        strict=True,
        description="For so many days one of those may be overdue before the plan breaks.",
    )
    interest: PlanInterest = Field(
        default=STANDARD.interest,
        description="Whether what a plan covers bears interest while it runs (`runs`), or none from the day it is "
        "agreed until it ends (`frozen`); of a plan that breaks, the days before stay free.",
    )
    offers_in_hardship: StrictBool = Field(
        default=STANDARD.offers_in_hardship,
        description="Whether an offer is made by itself once a customer has said that it cannot pay.",
    )

    @field_validator("largest_totals")
    @classmethod
    def _one_of_a_currency(cls, totals: list[PositiveAmount]) -> list[PositiveAmount]:
        if len({each.currency for each in totals}) < len(totals):
            raise ValueError("send one amount for each currency")
        return totals

    @property
    def policy(self) -> PlanPolicy:
        return PlanPolicy(
            **{
                **dict(self),
                "options": tuple(each.rhythm for each in self.options),
                "largest_totals": tuple(each.money for each in self.largest_totals),
                "limits": self.limits.limits,
                "hardship": self.hardship.limits,
                "keeps_trading": self.keeps_trading and self.keeps_trading.limits,
            }
        )

    @classmethod
    def of(cls, policy: PlanPolicy) -> Self:
        keeps_trading = policy.keeps_trading
        return cls(
            **{
                **dict(policy),
                "options": [RhythmBody(**dict(each)) for each in policy.options],
                "largest_totals": [PositiveAmount.of(each) for each in policy.largest_totals],
                "limits": _limits(policy.limits),
                "hardship": _limits(policy.hardship),
                "keeps_trading": None if keeps_trading is None else _limits(keeps_trading),
            }
        )


router = policy_routes(
    PLAN_POLICY,
    PlanPolicyBody,
    path="/v1/plan-policy",
    tag="Payment plans",
    scope="plans",
    kept="Plans that were agreed keep what held then.",
)
