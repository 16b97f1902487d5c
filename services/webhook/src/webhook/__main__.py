"""``python -m webhook serve|migrate``."""

from recoup_service.run import run

run("webhook")
