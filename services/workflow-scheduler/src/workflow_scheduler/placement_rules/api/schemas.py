"""Placement rules in JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field

from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_service.api.fields import Name, RequestBody, Text
from workflow_scheduler.assignments.schemas import ConditionsBody
from workflow_scheduler.placement_rules.domain.rules import (
    JudgedRule,
    PlacementRule,
    PlacementRules,
)

MOST_RULES = 100


class PlacementRuleBody(RequestBody):
    """Which debts, and to whom."""

    name: Name = Field(description="Proposals call it so.", examples=["old and large"])
    agency_id: Name = Field(description="Recoup's id of the agency.", examples=["agn_3f1c"])
    conditions: ConditionsBody = Field(
        default=ConditionsBody(),
        description="Left out, the rule is for all that come to it. `amounts` is what is owed by then.",
    )
    level: int = Field(
        default=0,
        ge=0,
        le=9,
        strict=True,
        description="How firmly it was asked for at least, before its workflow came to its end.",
    )
    days_overdue: int = Field(
        default=0,
        ge=0,
        le=3650,
        strict=True,
        description="How old it is at least; one that is younger is proposed when it is as old.",
    )


class PlacementRulesBody(RequestBody):
    """The placement policy: its words, and the rules by which placements are proposed."""

    policy: Annotated[Text, Field(max_length=4000)] | None = Field(
        default=None, description="The policy in words, for whoever approves by it."
    )
    rules: list[PlacementRuleBody] = Field(
        default=[],
        max_length=MOST_RULES,
        description="The first that fits proposes it. Without rules people alone propose placements. An agency "
        "that had a debt by a rule does not get it by a rule again.",
    )

    def document(self, tenant: TenantId) -> PlacementRules:
        return PlacementRules(
            policy=self.policy or "",
            rules=tuple(
                PlacementRule(
                    name=each.name,
                    agency_id=AgencyId(each.agency_id),
                    conditions=each.conditions.conditions(tenant),
                    level=each.level,
                    days_overdue=each.days_overdue,
                )
                for each in self.rules
            ),
        )

    @classmethod
    def of(cls, document: PlacementRules) -> Self:
        return cls(
            policy=document.policy or None,
            rules=[
                PlacementRuleBody(
                    name=each.name,
                    agency_id=each.agency_id,
                    conditions=ConditionsBody.of(each.conditions),
                    level=each.level,
                    days_overdue=each.days_overdue,
                )
                for each in document.rules
            ],
        )


class Unmet(BaseModel):
    condition: str
    wanted: str
    found: str


class RuleExplained(BaseModel):
    name: str
    agency_id: str
    proposes: bool = Field(description="It is the first that fits.")
    unmet: list[Unmet] = Field(description="What does not hold.")
    from_on: date = Field(description="The day from which it is old enough.")


class RulesExplained(BaseModel):
    """What the rules say of a debt."""

    asked: bool = Field(
        description="`false`: they are not asked now. Steps of its workflow are left, nobody may be asked for it, "
        "or an agency has it."
    )
    rules: list[RuleExplained]


def explained(rules: Sequence[JudgedRule], today: date, *, asked: bool) -> RulesExplained:
    first = next((each for each in rules if each.fits(today)), None)
    return RulesExplained(
        asked=asked,
        rules=[
            RuleExplained(
                name=each.rule.name,
                agency_id=each.rule.agency_id,
                proposes=each is first,
                unmet=[Unmet(**dict(mismatch)) for mismatch in each.mismatches],
                from_on=each.from_on,
            )
            for each in rules
        ],
    )
