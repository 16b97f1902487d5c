"""``python -m workflow_scheduler serve|migrate``."""

from recoup_service.run import run
from recoup_service.settings import Settings
from workflow_scheduler.main import build

run("workflow_scheduler", Settings, build)
