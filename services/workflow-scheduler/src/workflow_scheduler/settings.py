"""What a deployment tells the workflow-scheduler: what it tells every service, and no more."""

from recoup_service.settings import Settings


class WorkflowSchedulerSettings(Settings):
    """See ``recoup_service.settings``."""
