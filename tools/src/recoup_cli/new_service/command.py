"""`recoup new-service`: writes a new service into every list, so that only its own files are left."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recoup_cli.new_service.names import checked
from recoup_cli.new_service.places import changes
from recoup_cli.stack.errors import StackFailed
from recoup_events.kernel.topics import OWNERS

app = typer.Typer()
console = Console(highlight=False)


@app.command()
def new_service(
    name: Annotated[str, typer.Argument(help="Lower case, words joined by hyphens.")],
    *,
    route: Annotated[str, typer.Option(help="The first part of its paths, e.g. /v1/plans.")],
) -> None:
    """Write a new service into every list of services: docs/how-to/add-a-service.md goes on."""
    root = Path()
    new = checked(name, route)
    if not (root / "uv.lock").exists():
        raise StackFailed("Run `recoup new-service` at the root of the repository.")
    if new.package in OWNERS:
        raise StackFailed(f"There is a service {name} already.")
    for file, text in changes(root, new).items():
        file.write_text(text)
        console.print(f"written: {file}")
