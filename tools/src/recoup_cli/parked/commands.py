"""The commands of `recoup parked`, in the order an operator needs them."""

import typer

from recoup_cli.parked import actions, lists, trial

app = typer.Typer(
    no_args_is_help=True,
    help="What services set aside: docs/operations/parked.md walks through it.",
)
for commands in (lists.app, actions.app, trial.app):
    app.add_typer(commands)
