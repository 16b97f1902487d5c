"""``python -m invoice serve|migrate``."""

from recoup_service.run import run

run("invoice")
