"""What all events of the workflow-scheduler have in common."""

from recoup_events.kernel.event import Event


class WorkflowSchedulerEvent(Event, owner="workflow_scheduler"):
    """An event of the workflow-scheduler."""
