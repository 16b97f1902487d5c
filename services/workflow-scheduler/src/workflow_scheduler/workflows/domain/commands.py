"""What may be asked of a workflow."""

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, WorkflowId
from recoup_events.kernel.metadata import Metadata
from recoup_events.workflow_scheduler import Step


class PublishWorkflow(Command):
    workflow_id: WorkflowId
    name: str
    steps: tuple[Step, ...]
    metadata: Metadata | None = None
    """``None``: those that stand."""


class RetireWorkflow(Command):
    chosen: frozenset[WorkflowId]
    """Those that new invoices are put on, by the tenant or a creditor; they have to stay."""


class ChooseWorkflow(Command):
    """Put new invoices on this workflow, whose latest version and state are given."""

    workflow_id: WorkflowId
    version: int
    retired: bool
    creditor_id: CreditorId | None = None


class FollowTenant(Command):
    """The creditor has no workflow of its own any more."""

    creditor_id: CreditorId


AssignmentCommand = ChooseWorkflow | FollowTenant
WorkflowCommand = PublishWorkflow | RetireWorkflow
