"""The tenant's rules as one versioned document, and the choice made for each invoice."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import InvoiceId, TenantId, WorkflowId
from recoup_eventstore.decider import Decider
from workflow_scheduler.assignments.domain.choice import Choice
from workflow_scheduler.assignments.domain.events import AssignmentRulesSet, WorkflowAssigned
from workflow_scheduler.assignments.domain.facts import Facts
from workflow_scheduler.assignments.domain.rules import RulesDocument, check
from workflow_scheduler.workflows.domain.usable import Standing, check_usable


class SetAssignmentRules(Command):
    document: RulesDocument
    workflows: dict[WorkflowId, Standing]
    """Each that a rule names, as it stands."""


def decide(command: SetAssignmentRules, held: RulesDocument) -> Sequence[AssignmentRulesSet]:
    """Refuse what names no usable workflow and what is never reached; the same again is nothing."""
    check(command.document)
    for place, id in enumerate(command.document.workflows):
        check_usable(id, command.workflows[id], f"/rules/{place}/workflow_id")
    if command.document == held:
        return []
    return [AssignmentRulesSet(document=command.document)]


def evolve(_held: RulesDocument, event: AssignmentRulesSet) -> RulesDocument:
    return event.document


ASSIGNMENT_RULES: Decider[SetAssignmentRules, RulesDocument, AssignmentRulesSet] = Decider(
    "assignment_rules", RulesDocument(), decide, evolve
)


def assignment_rules_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's rules; beside its default workflow, under the same lock."""
    return ASSIGNMENT_RULES.stream(tenant, "assignment", "default")


class Assign(Command):
    facts: Facts
    choice: Choice


class Assigned(Value):
    """The latest choice for one invoice; ``None`` where none was made."""

    latest: WorkflowAssigned | None = None


def _assign(command: Assign, assigned: Assigned) -> Sequence[WorkflowAssigned]:
    latest = assigned.latest
    if latest is not None and (latest.choice, latest.facts) == (command.choice, command.facts):
        return []
    return [WorkflowAssigned(facts=command.facts, choice=command.choice)]


def _assigned(_before: Assigned, event: WorkflowAssigned) -> Assigned:
    return Assigned(latest=event)


ASSIGNED: Decider[Assign, Assigned, WorkflowAssigned] = Decider(
    "assigned", Assigned(), _assign, _assigned
)


def assigned_of(account: Account, invoice_id: InvoiceId) -> Stream:
    """The stream of the choices for an invoice, in its customer's account."""
    return ASSIGNED.stream(*account, invoice_id)
