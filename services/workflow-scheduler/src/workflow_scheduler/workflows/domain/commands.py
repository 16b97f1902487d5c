"""What may be asked of a workflow."""

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import WorkflowId
from recoup_events.kernel.metadata import Metadata
from recoup_events.workflow_scheduler import Step


class PublishWorkflow(Command):
    workflow_id: WorkflowId
    name: str
    steps: tuple[Step, ...]
    metadata: Metadata | None = None
    """``None``: those that stand."""


class RetireWorkflow(Command):
    default: WorkflowId
    """The workflow new invoices are put on; that one has to stay."""


class ChooseWorkflow(Command):
    """Put new invoices on this workflow, whose latest version and state are given."""

    workflow_id: WorkflowId
    version: int
    retired: bool


WorkflowCommand = PublishWorkflow | RetireWorkflow
