"""``python -m invoice serve|migrate``."""

from invoice.main import build
from recoup_service.run import run
from recoup_service.settings import Settings

run("invoice", Settings, build)
