"""`recoup parked list | show | history`: what waits, what it says, and who did what about it."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from recoup_cli.parked.client import Door, doors, operator_api
from recoup_cli.parked.views import action_line, message_view, parked_line, pretty
from recoup_eventstore.parked import Reason

app = typer.Typer()
console = Console(highlight=False)
Service = Annotated[
    str,
    typer.Argument(
        help="A service of the local stack, or the address of any service's private port, "
        "e.g. http://127.0.0.1:9000 behind `kubectl port-forward`."
    ),
]
AnyService = Annotated[
    str | None, typer.Argument(help="As above; all of the local stack's if not given.")
]
Number = Annotated[int, typer.Argument(help="The message's number, as listed.")]
AsJson = Annotated[bool, typer.Option("--json", help="For a script to read.")]


@app.command("list")
def list_parked(
    service: AnyService = None,
    *,
    topic: Annotated[str | None, typer.Option(help="Only of this topic.")] = None,
    tenant: Annotated[str | None, typer.Option(help="Only of this tenant.")] = None,
    reason: Annotated[Reason | None, typer.Option(help="Only for this reason.")] = None,
    type: Annotated[str | None, typer.Option(help="Only events of this type.")] = None,
    heads: Annotated[
        bool, typer.Option("--heads", help="Only those the others of their key wait behind.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what waits, and why."""
    wanted = {"topic": topic, "tenant": tenant, "reason": reason, "type": type, "heads": heads}
    found = _of_all(service, "", **wanted)
    if as_json:
        _print_json(found)
    else:
        _print_lines(parked_line(at, message) for at, message in found)


@app.command()
def show(
    service: Service,
    number: Number,
    *,
    value: Annotated[
        bool, typer.Option("--value", help="Only what its newest version says, to be edited.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show one message: its versions, what changed between them, and its history."""
    at = operator_api(service)
    message = at.get(f"/{number}")
    if value:
        print(pretty(message["versions"][-1]["value"]))
    elif as_json:
        print(json.dumps(message, indent=2))
    else:
        for part in message_view(at, message):
            console.print(part, soft_wrap=True)


@app.command()
def history(
    service: AnyService = None,
    *,
    number: Annotated[int | None, typer.Option(help="Only of this message.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show who did what about parked messages, when and why."""
    found = _of_all(service, "/history", seq=number)
    if as_json:
        _print_json(found)
    else:
        _print_lines(action_line(at, action) for at, action in found)


def _of_all(service: str | None, path: str, **params: Any) -> Iterator[tuple[Door, Any]]:
    return ((at, found) for at in doors(service) for found in at.every(path, **params))


def _print_lines(lines: Iterator[Text]) -> None:
    nothing = Text("Nothing.")
    for line in chain([next(lines, nothing)], lines):
        console.print(line, soft_wrap=True)


def _print_json(found: Iterator[tuple[Door, Any]]) -> None:
    print(json.dumps([{"service": at.name, **item} for at, item in found], indent=2))
