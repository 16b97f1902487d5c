"""``python -m notification serve|migrate``."""

from recoup_service.run import run

run("notification")
