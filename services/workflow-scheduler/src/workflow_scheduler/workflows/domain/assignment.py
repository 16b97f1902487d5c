"""Which workflow new invoices are put on: the built-in one until the tenant or the creditor chooses."""

from collections.abc import Mapping, Sequence

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, TenantId, WorkflowId
from recoup_eventstore.decider import Decider
from workflow_scheduler.workflows.domain import errors
from workflow_scheduler.workflows.domain.commands import (
    AssignmentCommand,
    ChooseWorkflow,
    FollowTenant,
)
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.events import WorkflowChosen


class Assignment(Value):
    """A tenant's choice, and those of its creditors."""

    workflow_id: WorkflowId = DEFAULT_WORKFLOW.workflow_id
    of_creditors: Mapping[CreditorId, WorkflowId] = {}

    @property
    def chosen(self) -> frozenset[WorkflowId]:
        """By anybody."""
        return frozenset((self.workflow_id, *self.of_creditors.values()))

    def of(self, creditor_id: CreditorId | None) -> WorkflowId:
        """A creditor's own, or the tenant's."""
        if creditor_id is None:
            return self.workflow_id
        return self.of_creditors.get(creditor_id, self.workflow_id)


def decide(command: AssignmentCommand, assignment: Assignment) -> Sequence[WorkflowChosen]:
    """Choose what is published and not retired; choosing it again changes nothing."""
    match command:
        case ChooseWorkflow():
            return _chosen(command, assignment)
        case FollowTenant(creditor_id=id) if id in assignment.of_creditors:
            return [WorkflowChosen(workflow_id=None, creditor_id=id)]
        case FollowTenant():
            return []


def _chosen(command: ChooseWorkflow, assignment: Assignment) -> Sequence[WorkflowChosen]:
    if command.version == 0:
        raise errors.WorkflowMissing(
            "No such workflow; publish it, then choose it.", pointer="/workflow_id"
        )
    if command.retired:
        raise errors.WorkflowIsRetired(
            "This workflow is retired; choose one that is not.", pointer="/workflow_id"
        )
    chosen, id = command.workflow_id, command.creditor_id
    before = assignment.workflow_id if id is None else assignment.of_creditors.get(id)
    return [] if chosen == before else [WorkflowChosen(workflow_id=chosen, creditor_id=id)]


def evolve(assignment: Assignment, event: WorkflowChosen) -> Assignment:
    """Fold one event into the choices."""
    if event.creditor_id is None:
        return assignment.model_copy(update={"workflow_id": event.workflow_id})
    chosen = assignment.of_creditors
    others = {id: each for id, each in chosen.items() if id != event.creditor_id}
    own = {} if event.workflow_id is None else {event.creditor_id: event.workflow_id}
    return assignment.model_copy(update={"of_creditors": {**others, **own}})


ASSIGNMENT: Decider[AssignmentCommand, Assignment, WorkflowChosen] = Decider(
    "assignment", Assignment(), decide, evolve
)


def assignment_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's choices."""
    return ASSIGNMENT.stream(tenant, "assignment", "default")
