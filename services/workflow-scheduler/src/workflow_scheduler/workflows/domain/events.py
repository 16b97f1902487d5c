"""What is recorded of workflows for this service alone."""

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, WorkflowId


class WorkflowChosen(Event, type="assignment.workflow_chosen.v1"):
    """From now on new invoices are put on this workflow."""

    workflow_id: WorkflowId | None
    """``None``: the tenant's."""
    creditor_id: CreditorId | None = None
    """Whose invoices alone."""
