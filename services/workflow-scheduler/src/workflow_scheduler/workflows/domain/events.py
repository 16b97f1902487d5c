"""What is recorded of workflows for this service alone."""

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import WorkflowId


class WorkflowChosen(Event, type="assignment.workflow_chosen.v1"):
    """From now on the tenant's new invoices are put on this workflow."""

    workflow_id: WorkflowId
