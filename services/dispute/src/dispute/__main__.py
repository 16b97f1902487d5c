"""``python -m dispute serve|migrate``."""

from dispute.main import build
from recoup_service.run import run
from recoup_service.settings import Settings

run("dispute", Settings, build)
