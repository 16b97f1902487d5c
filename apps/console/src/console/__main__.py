"""``python -m console serve|migrate``."""

from recoup_service.run import run

run("console")
