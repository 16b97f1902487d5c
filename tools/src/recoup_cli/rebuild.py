"""`recoup rebuild`: a read model built anew beside the living one, while everything runs."""

from typing import Annotated

import typer

from recoup_cli.errand import service_named, shown
from recoup_cli.stack import Stack, chosen_home, existing_from_environment
from recoup_cli.stack.commands import DEMO

app = typer.Typer()


@app.command()
def rebuild(
    service: Annotated[str, typer.Argument(help="E.g. workflow-scheduler.")],
    projection: Annotated[str, typer.Argument(help="E.g. chasing.")],
    *,
    accept_differences: Annotated[
        bool, typer.Option("--accept-differences", help="Flip although the rows are others.")
    ] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Show readers the former build again.")
    ] = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Remove the build that stands by, or was not finished.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Of the stack a demo plays on.")] = False,
) -> None:
    """Build a read model anew beside the live one, compare, and flip; nobody has to stop."""
    wishes = {"--accept-differences": accept_differences, "--rollback": rollback, "--drop": drop}
    home = chosen_home().root
    stack = Stack(home / DEMO if demo else home, existing=existing_from_environment())
    asked = [wish for wish, wanted in wishes.items() if wanted]
    raise typer.Exit(shown(service_named(stack, service), ["rebuild", projection, *asked]))
