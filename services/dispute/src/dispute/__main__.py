"""``python -m dispute serve|migrate``."""

from recoup_service.run import run

run("dispute")
