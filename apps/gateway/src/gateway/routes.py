"""Which service answers which path: ``routes.toml``, which the ingress repeats and a test compares."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from recoup_service.api.auth import PROTECTED

OWN = ("/docs", "/openapi.json")
"""What the gateway answers itself."""


class Routes:
    """By the first part of a path below ``/v1``."""

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
    return "/".join(path.split("/", 3)[:3]) if path.startswith(f"{PROTECTED}/") else path


def known_routes() -> Routes:
    """Those of this version."""
    return Routes(tomllib.loads((files("gateway") / "routes.toml").read_text()))
