"""``python -m payment_plan serve|migrate``."""

from payment_plan.main import build
from recoup_service.run import run
from recoup_service.settings import Settings

run("payment_plan", Settings, build)
