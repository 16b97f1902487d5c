"""A workflow: the steps a tenant takes to be paid, published in versions that never change."""

from collections.abc import Sequence

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import WorkflowId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.workflow_scheduler import (
    Step,
    WorkflowMetadataChanged,
    WorkflowPublished,
    WorkflowRetired,
)
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described
from workflow_scheduler.workflows.domain import errors
from workflow_scheduler.workflows.domain.commands import (
    PublishWorkflow,
    RetireWorkflow,
    WorkflowCommand,
)
from workflow_scheduler.workflows.domain.steps import check

WorkflowEvent = WorkflowPublished | WorkflowRetired


class Workflow(Value):
    """The latest version of a workflow; version 0 was never published."""

    workflow_id: WorkflowId = WorkflowId("")
    name: str = ""
    version: int = 0
    steps: tuple[Step, ...] = ()
    retired: bool = False
    metadata: Metadata = NO_METADATA


def decide(command: WorkflowCommand, workflow: Workflow) -> Sequence[WorkflowEvent]:
    """List every move a workflow allows; what is not listed is refused."""
    match command:
        case _ if workflow.retired:
            raise errors.WorkflowIsRetired(
                f"Workflow {workflow.name!r} is retired; publish the steps under another name."
            )
        case PublishWorkflow(steps=steps) if steps == workflow.steps:
            return []
        case PublishWorkflow(workflow_id=workflow_id, name=name, steps=steps, metadata=metadata):
            check(steps)
            return [
                WorkflowPublished(
                    workflow_id=workflow_id,
                    workflow_version=workflow.version + 1,
                    name=name,
                    steps=steps,
                    metadata=workflow.metadata if metadata is None else metadata,
                )
            ]
        case RetireWorkflow() if workflow.version == 0:
            raise errors.WorkflowMissing("Nothing was published under this id; nothing to retire.")
        case RetireWorkflow(chosen=chosen) if workflow.workflow_id in chosen:
            raise errors.WorkflowInUse(
                f"Workflow {workflow.name!r} is the default for new invoices, of the tenant or of a "
                "creditor; choose another default, then retire it."
            )
        case RetireWorkflow():
            return [WorkflowRetired(workflow_id=workflow.workflow_id)]


def evolve(workflow: Workflow, event: WorkflowEvent) -> Workflow:
    """Fold one event into the workflow."""
    match event:
        case WorkflowPublished():
            return Workflow(
                workflow_id=event.workflow_id,
                name=event.name,
                version=event.workflow_version,
                steps=event.steps,
            )
        case WorkflowRetired():
            return workflow.model_copy(update={"retired": True})


WORKFLOW = described(
    Decider("workflow", Workflow(), decide, evolve),
    lambda workflow, metadata: WorkflowMetadataChanged(
        workflow_id=workflow.workflow_id, metadata=metadata
    ),
)
