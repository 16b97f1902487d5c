"""`recoup seed` and `recoup republish`: after a database, or the broker, was lost with its data."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from recoup_cli.child_process import shown
from recoup_cli.stack import Stack, running_stack

app = typer.Typer()
console = Console(highlight=False, soft_wrap=True)


@app.command()
def seed(
    service: Annotated[str, typer.Argument(help="E.g. workflow-scheduler; its database is new.")],
) -> None:
    """Fold all that the others ever said into a service's new database, and start the service."""
    asyncio.run(_seed(running_stack(), service))
    console.print(f"{service} knows what the others said, and runs.")


@app.command()
def republish() -> None:
    """Publish every public event again, to topics that were lost; services pause meanwhile."""
    asyncio.run(running_stack().republish())
    console.print("Everything is being published again; `recoup status` shows the relays' lag.")


async def _seed(stack: Stack, name: str) -> None:
    async with stack.before_first_run(name) as service:
        others = stack.addresses.services.items()
        feeds = [f"{owner}={place.admin}" for owner, place in others if owner != service.package]
        if code := shown(service, ["seed", *feeds]):
            console.print(
                f"{service.name} is not seeded and stays stopped: seed it again when the reason is "
                "gone. `recoup up` starts it as it is, after which it cannot be seeded."
            )
            raise typer.Exit(code)
