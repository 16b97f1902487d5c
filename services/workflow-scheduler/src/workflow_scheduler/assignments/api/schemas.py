"""Assignment rules in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from recoup_events.kernel.ids import TenantId, WorkflowId
from recoup_service.api.fields import Name, RequestBody, Text
from recoup_service.api.resource import MaybeDates, MaybeResource
from workflow_scheduler.assignments.domain.entry import Entry, EntryMode
from workflow_scheduler.assignments.domain.rules import Rule, RulesDocument
from workflow_scheduler.assignments.schemas import ConditionsBody

MOST_RULES = 200


class RuleBody(RequestBody):
    name: Name = Field(description="Explanations call it so.", examples=["key accounts"])
    workflow_id: Name = Field(
        description="The workflow; its latest version is used.", examples=["wfl_3f1a"]
    )
    conditions: ConditionsBody = Field(
        default=ConditionsBody(), description="Left out, the rule is for all that come to it."
    )


class EntryBody(RequestBody):
    """Where an invoice that comes late begins on its workflow."""

    mode: EntryMode = Field(
        default=EntryMode.MILDEST,
        description="`mildest`: at the mildest step that is due; `where_it_would_be`: at the step it "
        "would have come to by now.",
    )
    highest_level: int | None = Field(
        default=1,
        ge=0,
        le=9,
        strict=True,
        description="With `where_it_would_be`, and without earlier contact, it begins at no harsher "
        "level; `null`: at any.",
    )


class RulesBody(RequestBody):
    """The collection policy: its words, and the rules by which workflows are chosen."""

    policy: Annotated[Text, Field(max_length=4000)] | None = Field(
        default=None, description="The policy in words, for whoever works by it."
    )
    rules: list[RuleBody] = Field(
        default=[],
        max_length=MOST_RULES,
        description="The first that fits decides. Where none does, the treatment of the customer's "
        "category does, and else the default workflow.",
    )
    entry: EntryBody = EntryBody()
    exception_days: int = Field(
        default=0,
        ge=0,
        le=3650,
        strict=True,
        description="An exception that lasts longer takes a second person; 0: each does.",
    )

    def document(self, tenant: TenantId) -> RulesDocument:
        return RulesDocument(
            policy=self.policy or "",
            rules=tuple(
                Rule(
                    name=each.name,
                    workflow_id=WorkflowId(each.workflow_id),
                    conditions=each.conditions.conditions(tenant),
                )
                for each in self.rules
            ),
            entry=Entry(mode=self.entry.mode, highest_level=self.entry.highest_level),
            exception_days=self.exception_days,
        )


class RulesShown(MaybeResource):
    """The rules as they stand, or as they stood at a version."""

    version: int = Field(description="How often they were set; 0 before the first time.")
    set_by: str | None = Field(description="Who set this version.")
    policy: str | None
    rules: list[RuleBody]
    entry: EntryBody
    exception_days: int


class RulesVersion(BaseModel):
    """A version of the rules, in the list of all."""

    version: int
    set_by: str
    set_at: datetime
    rules: int = Field(description="How many rules it has.")


def rules_shown(
    document: RulesDocument, version: int, set_by: str | None, dates: MaybeDates
) -> RulesShown:
    return RulesShown(
        **dates,
        version=version,
        set_by=set_by,
        policy=document.policy or None,
        rules=[
            RuleBody(
                name=each.name,
                workflow_id=each.workflow_id,
                conditions=ConditionsBody.of(each.conditions),
            )
            for each in document.rules
        ],
        entry=EntryBody(mode=document.entry.mode, highest_level=document.entry.highest_level),
        exception_days=document.exception_days,
    )


def version_listed(row: Mapping[str, Any]) -> RulesVersion:
    return RulesVersion(**{name: row[name] for name in RulesVersion.model_fields})
