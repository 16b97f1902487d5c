"""`python -m recoup_chaos`."""

from recoup_chaos.command import app

app()
