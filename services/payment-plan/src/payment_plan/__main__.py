"""``python -m payment_plan serve|migrate``."""

from recoup_service.run import run

run("payment_plan")
