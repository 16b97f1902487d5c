"""`recoup seed` and `recoup republish`: after a database, or the broker, was lost with its data."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from recoup_cli.errand import service_named, shown
from recoup_cli.stack import Stack, chosen_home, existing_from_environment

app = typer.Typer()
console = Console(highlight=False)


@app.command()
def seed(
    service: Annotated[str, typer.Argument(help="E.g. workflow-scheduler; it must not run yet.")],
) -> None:
    """Fold all that the others ever said into a service's new database, before it first runs."""
    stack = Stack(chosen_home().root, existing=existing_from_environment())
    part = service_named(stack, service)
    others = stack.addresses.services.items()
    feeds = [f"{owner}={place.admin}" for owner, place in others if owner != part.package]
    raise typer.Exit(shown(part, ["seed", *feeds]))


@app.command()
def republish() -> None:
    """Publish every public fact again, to topics that were lost; services pause meanwhile."""
    stack = Stack(chosen_home().root, existing=existing_from_environment())
    asyncio.run(stack.republish())
    console.print("Everything is being published again; `recoup status` shows the relays' lag.")
