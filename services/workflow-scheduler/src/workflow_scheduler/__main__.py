"""``python -m workflow_scheduler serve|migrate``."""

from recoup_service.run import run
from workflow_scheduler.main import build
from workflow_scheduler.settings import WorkflowSchedulerSettings

run("workflow_scheduler", WorkflowSchedulerSettings, build)
