"""Which workflow a tenant's new invoices are put on: the built-in one until another is chosen."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId, WorkflowId
from recoup_eventstore.decider import Decider
from workflow_scheduler.workflows.domain import errors
from workflow_scheduler.workflows.domain.commands import ChooseWorkflow
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.events import WorkflowChosen


class Assignment(Value):
    """A tenant's choice."""

    workflow_id: WorkflowId = DEFAULT_WORKFLOW.workflow_id


def decide(command: ChooseWorkflow, assignment: Assignment) -> Sequence[WorkflowChosen]:
    """Choose what is published and not retired; choosing it again changes nothing."""
    match command:
        case ChooseWorkflow(version=0):
            raise errors.WorkflowMissing(
                "No such workflow; publish it, then choose it.",
                pointer="/workflow_id",
            )
        case ChooseWorkflow(retired=True):
            raise errors.WorkflowIsRetired(
                "This workflow is retired; choose one that is not.", pointer="/workflow_id"
            )
        case ChooseWorkflow(workflow_id=chosen) if chosen == assignment.workflow_id:
            return []
        case ChooseWorkflow(workflow_id=chosen):
            return [WorkflowChosen(workflow_id=chosen)]


def evolve(_assignment: Assignment, event: WorkflowChosen) -> Assignment:
    """Fold one event into the choice."""
    return Assignment(workflow_id=event.workflow_id)


ASSIGNMENT = Decider("assignment", Assignment(), decide, evolve)


def assignment_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's choices."""
    return ASSIGNMENT.stream(tenant, "assignment", "default")
