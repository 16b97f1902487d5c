"""``python -m gateway serve``."""

from gateway.main import run

run()
