"""``python -m workflow_scheduler serve|migrate``."""

from recoup_service.run import run

run("workflow_scheduler")
