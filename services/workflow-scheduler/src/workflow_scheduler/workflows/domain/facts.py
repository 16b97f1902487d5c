"""What is recorded of workflows for this service alone."""

from recoup_events.base import Fact
from recoup_events.ids import WorkflowId


class WorkflowChosen(Fact, type="assignment.workflow_chosen.v1"):
    """From now on the tenant's new invoices are put on this workflow."""

    workflow_id: WorkflowId
