"""What is written from the services' routes: the table by which they are found, the ingress, and one reference."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.info import INFO
from gateway.merging import merged
from gateway.routes import OWN, first_part
from recoup_cli.services import all_scopes, every_service
from recoup_cli.stack import StackFailed
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.keys import MemoryKeyRing
from recoup_service.api.public_app import path_of
from recoup_service.api.scopes import AGENCY_SCOPES
from recoup_service.clock import SystemClock
from recoup_service.ids import new_id
from recoup_service.observability.http_metrics import HttpMetrics

app = typer.Typer()
TABLE = Path("apps/gateway/src/gateway/routes.toml")
INGRESS = Path("deploy/k8s/overlays/production/ingress.yaml")
SCOPES = Path("libs/service/src/recoup_service/api/scopes.txt")
_HEAD = """# Which service answers which path, by the first part of it below /v1 or /open. Written by `make docs` from the services' routes.
"""
_PATHS = "        paths:\n"


def routes() -> Mapping[str, str]:
    """By the first part of a path, the one service that serves it."""
    table: dict[str, str] = {}
    for service in every_service().values():
        paths = (path_of(route) for router in service.routers for route in router.routes)
        for prefix in dict.fromkeys(map(first_part, paths)):
            if table.setdefault(prefix, service.name) != service.name:
                raise StackFailed(
                    f"{service.name} and {table[prefix]} both serve {prefix}: one address leads a path "
                    "to one service, so one of them needs another."
                )
    return table


def table_file() -> str:
    """``routes.toml``."""
    return _HEAD + "".join(f'"{prefix}" = "{service}"\n' for prefix, service in routes().items())


def scopes_file() -> str:
    """``scopes.txt``: what a key may be given."""
    return "".join(f"{scope}\n" for scope in sorted({*all_scopes(), *AGENCY_SCOPES}))


def ingress_file(written: str) -> str:
    """The ingress with the paths as they are now; its limits are written by hand."""
    head, _, _ = written.partition(_PATHS)
    ways = {**routes(), **dict.fromkeys(OWN, "gateway")}
    return head + _PATHS + "".join(_way(prefix, service) for prefix, service in ways.items())


def _way(prefix: str, service: str) -> str:
    backend = f"{{service: {{name: {service}, port: {{name: http}}}}}}"
    return f"          - {{path: {prefix}, pathType: Prefix, backend: {backend}}}\n"


def reference() -> Mapping[str, Any]:
    """What the gateway shows as ``/openapi.json``, without any service running."""
    described = {service.name: dict(document) for service, document in _described()}
    return merged(described, INFO, [{"url": "http://127.0.0.1:8080"}])


def _described() -> Iterator[tuple[Any, Mapping[str, Any]]]:
    for service in every_service().values():
        runner = service.command_runner(MemoryStore(), new_id)
        app = service.app(runner, SystemClock(), MemoryKeyRing(), http=HttpMetrics())
        yield service, app.openapi()


@app.command()
def openapi(
    file: Annotated[Path, typer.Argument(help="Where to write it, e.g. openapi.json.")],
) -> None:
    """Write the one description of all APIs, as the gateway shows it."""
    file.write_text(json.dumps(reference(), indent=2) + "\n")
