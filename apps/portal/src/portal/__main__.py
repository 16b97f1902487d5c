"""``python -m portal serve``."""

from portal.main import run

run()
