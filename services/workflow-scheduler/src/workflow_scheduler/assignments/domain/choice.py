"""Which workflow an invoice is put on: what stands first decides, and the default is behind all."""

from collections.abc import Sequence
from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import WorkflowId
from workflow_scheduler.assignments.domain.conditions import Mismatch, mismatches
from workflow_scheduler.assignments.domain.facts import Facts
from workflow_scheduler.assignments.domain.rules import RulesDocument


class ChosenBy(StrEnum):
    EXCEPTION = "exception"
    """One for the invoice or for its customer."""
    RULE = "rule"
    TREATMENT = "treatment"
    """That of the customer's category."""
    DEFAULT = "default"


class Choice(Value):
    workflow_id: WorkflowId
    by: ChosenBy
    rule: str | None = None
    """The name of the rule."""
    exception_id: str | None = None
    rules_version: int
    """The version of the rules that were asked; 0 where there were none."""


class Candidates(Value):
    """What else than a rule may choose, the first first."""

    exception_id: str | None = None
    by_exception: WorkflowId | None = None
    by_treatment: WorkflowId | None = None
    by_default: WorkflowId


class Judged(Value):
    """What a rule says of an invoice."""

    name: str
    workflow_id: WorkflowId
    mismatches: tuple[Mismatch, ...]


def judged(document: RulesDocument, facts: Facts) -> Sequence[Judged]:
    """Each rule, with all that does not hold; the first without a mismatch fits."""
    return [
        Judged(
            name=rule.name,
            workflow_id=rule.workflow_id,
            mismatches=tuple(mismatches(rule.conditions, facts)),
        )
        for rule in document.rules
    ]


def choose(document: RulesDocument, version: int, facts: Facts, wanted: Candidates) -> Choice:
    """An exception, the first rule that fits, the treatment of the category, or the default."""
    if wanted.by_exception is not None:
        return Choice(
            workflow_id=wanted.by_exception,
            by=ChosenBy.EXCEPTION,
            exception_id=wanted.exception_id,
            rules_version=version,
        )
    for rule in document.rules:
        if next(mismatches(rule.conditions, facts), None) is None:
            return Choice(
                workflow_id=rule.workflow_id,
                by=ChosenBy.RULE,
                rule=rule.name,
                rules_version=version,
            )
    if wanted.by_treatment is not None:
        return Choice(workflow_id=wanted.by_treatment, by=ChosenBy.TREATMENT, rules_version=version)
    return Choice(workflow_id=wanted.by_default, by=ChosenBy.DEFAULT, rules_version=version)
