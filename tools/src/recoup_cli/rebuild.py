"""`recoup rebuild`: a read model built anew beside the living one, while everything runs."""

from typing import Annotated

import typer

from recoup_cli.child_process import shown
from recoup_cli.stack import running_stack

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
) -> None:
    """Build a read model anew beside the live one, compare, and flip; nobody has to stop."""
    wishes = {"--accept-differences": accept_differences, "--rollback": rollback, "--drop": drop}
    asked = [wish for wish, wanted in wishes.items() if wanted]
    part = running_stack().parts.service(service)
    raise typer.Exit(shown(part, ["rebuild", projection, *asked]))
