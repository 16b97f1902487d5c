"""Which service answers which path: ``routes.toml``, which the ingress repeats and a test compares."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from recoup_service.api.auth import PROTECTED
from recoup_service.api.public_app import OPEN

OWN = ("/docs", "/openapi.json")
"""What the gateway answers itself."""


SHARED = (f"{PROTECTED}/agency/",)
"""Below these several services answer, so that a path is known by one part more."""


class Routes:
    """By the first part of a path below ``/v1`` or ``/open``, or by the second where that is shared."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table

    @property
    def services(self) -> tuple[str, ...]:
        """Each once, in the order of the table."""
        return tuple(dict.fromkeys(self.table.values()))

    def find(self, path: str) -> tuple[str, str] | None:
        """The prefix of a path, and the service that answers all below it."""
        prefix = first_part(path)
        service = self.table.get(prefix)
        return None if service is None else (prefix, service)


def first_part(path: str) -> str:
    """``/v1/invoices`` of ``/v1/invoices/inv_1/terms``."""
    known = path.startswith((f"{PROTECTED}/", f"{OPEN}/"))
    parts = 4 if path.startswith(SHARED) else 3
    return "/".join(path.split("/", parts)[:parts]) if known else path


def known_routes() -> Routes:
    """Those of this version."""
    return Routes(tomllib.loads((files("gateway") / "routes.toml").read_text()))
