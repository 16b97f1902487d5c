"""Every scope there is, of all services: a key is given no other. Written by `make docs` from their routes."""

from importlib.resources import files

SCOPES = tuple((files("recoup_service.api") / "scopes.txt").read_text().split())
