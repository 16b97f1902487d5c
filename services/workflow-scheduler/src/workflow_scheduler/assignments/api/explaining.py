"""Why an invoice is on its workflow, in JSON."""

from datetime import datetime

from pydantic import BaseModel, Field

from recoup_events.invoice import CustomerKind
from recoup_events.workflow_scheduler import Category
from recoup_service.api.amounts import Amount
from workflow_scheduler.assignments.domain.choice import ChosenBy, Judged
from workflow_scheduler.assignments.domain.events import WorkflowAssigned


class MismatchShown(BaseModel):
    """A condition that did not hold."""

    condition: str
    wanted: str
    found: str


class RuleJudged(BaseModel):
    """A rule that was asked, and whether it fits."""

    name: str
    workflow_id: str
    fits: bool
    mismatches: list[MismatchShown] = Field(description="Why it does not fit; none where it does.")


class FactsShown(BaseModel):
    """What was known of the invoice and its customer then."""

    creditor_id: str
    total: Amount
    customer_kind: CustomerKind | None
    country: str | None
    subdivision: str | None
    category: Category
    customer_metadata: dict[str, str]
    invoice_metadata: dict[str, str]


class Explanation(BaseModel):
    """Which workflow an invoice was put on, and why no other."""

    invoice_id: str
    customer_id: str
    workflow_id: str
    chosen_by: ChosenBy
    rule: str | None = Field(description="The rule that fits, where a rule has chosen.")
    exception_id: str | None
    chosen_at: datetime
    rules_version: int = Field(description="The version of the rules that was asked.")
    facts: FactsShown
    rules: list[RuleJudged] = Field(
        description="Every rule that was asked, in order, up to the one that fits."
    )


def explained(assigned: WorkflowAssigned, chosen_at: datetime, rules: list[Judged]) -> Explanation:
    facts, choice = assigned.facts, assigned.choice
    return Explanation(
        invoice_id=facts.invoice_id,
        customer_id=facts.customer_id,
        workflow_id=choice.workflow_id,
        chosen_by=choice.by,
        rule=choice.rule,
        exception_id=choice.exception_id,
        chosen_at=chosen_at,
        rules_version=choice.rules_version,
        facts=FactsShown(**{**dict(facts), "total": Amount.of(facts.total)}),
        rules=[
            RuleJudged(
                name=each.name,
                workflow_id=each.workflow_id,
                fits=not each.mismatches,
                mismatches=[MismatchShown(**dict(one)) for one in each.mismatches],
            )
            for each in rules
        ],
    )
