"""`recoup parked edit | skip | redrive`: done by the running service, and written down with who and why."""

import getpass
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn

from recoup_cli.parked.client import Door, operator_api
from recoup_cli.parked.lists import Number, Service
from recoup_cli.parked.views import message_view
from recoup_cli.stack import StackFailed

app = typer.Typer()
console = Console(highlight=False)
Why = Annotated[str, typer.Option("--reason", help="Why; it is written down.")]
Actor = Annotated[
    str | None, typer.Option("--as", help="Who does it; the user of this shell if not given.")
]


@app.command()
def edit(
    service: Service,
    number: Number,
    *,
    reason: Why,
    value: Annotated[
        typer.FileText | None, typer.Option(help="A file with the whole new value; - reads stdin.")
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(help="name=text sets a header, name= takes it away; repeat for several."),
    ] = None,
    actor: Actor = None,
) -> None:
    """Add a version, which the next redrive will use; what it said before is kept."""
    at = operator_api(service)
    body: dict[str, Any] = {}
    if header:
        body["headers"] = dict(map(_header, header))
    if value is not None:
        body["value"] = value.read().removesuffix("\n")
    if not body:
        raise StackFailed(
            f"Say what is new, with --value or --header: `recoup parked show {service} {number} "
            "--value` prints what is to be edited."
        )
    shown = at.post(f"/{number}/edit", {**_order(actor, reason), **body})
    for part in message_view(at, shown):
        console.print(part, soft_wrap=True)


@app.command()
def skip(service: Service, number: Number, *, reason: Why, actor: Actor = None) -> None:
    """Give a message up for good; what waits behind it stays until it is redriven."""
    operator_api(service).post(f"/{number}/skip", _order(actor, reason))
    console.print(f"{number} is skipped. If others wait behind it, redrive them now.")


@app.command()
def redrive(
    service: Service,
    number: Annotated[
        int | None, typer.Argument(help="All that waits under the key of this message.")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every key.")] = False,
    type: Annotated[
        str | None, typer.Option(help="Every key that is held up by an event of this type.")
    ] = None,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept", help="Believe the place of an implausible one: its slot goes on from there."
        ),
    ] = False,
    reason: Why = "what was in the way is corrected",
    actor: Actor = None,
) -> None:
    """Take parked messages up again, key by key, each in order up to the first that fails again."""
    at = operator_api(service)
    match number, type, every:
        case int(), None, False:
            heads = [at.get(f"/{number}")["waits"] or {"seq": number, "key": ""}]
        case (None, str(), False) | (None, None, True):
            heads = list(at.every("", heads=True, type=type))
        case _:
            raise StackFailed("Say what to redrive: a number, --type, or --all.")
    if accept and number is None:
        raise StackFailed("Say which one to accept: --accept goes with a number.")
    order = _order(actor, reason)
    if _redriven(at, heads, {**order, "accept": True} if accept else order):
        raise typer.Exit(1)


def _redriven(at: Door, heads: list[Any], order: dict[str, Any]) -> int:
    """How many keys are still held up."""
    stuck = 0
    columns = (*Progress.get_default_columns(), TextColumn("{task.completed}/{task.total} keys"))
    with Progress(*columns, console=console, transient=True) as progress:
        for head in progress.track(heads, description="redriving"):
            done = at.post(f"/{head['seq']}/redrive", order)
            stuck += bool(done["left"])
            outcome = f"{done['applied']} applied, {done['left']} left"
            why = f": {done['failure']}" if done["failure"] else ""
            progress.console.print(f"{head['key']}  {outcome}{why}", markup=False, soft_wrap=True)
    return stuck


def _order(actor: str | None, reason: str) -> dict[str, Any]:
    return {"actor": actor or getpass.getuser(), "reason": reason}


def _header(given: str) -> tuple[str, str | None]:
    name, equals, text = given.partition("=")
    if not equals:
        raise StackFailed(f"{given!r} is no header: write name=text, or name= to take it away.")
    return name, text or None
