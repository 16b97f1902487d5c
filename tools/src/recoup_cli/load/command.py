"""The command that loads a live ledger: `recoup load <folder>`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from recoup_cli.load.files import KINDS, Line, UnreadableFile, read
from recoup_cli.load.sending import Api, load, release
from recoup_cli.stack import StackFailed, running_stack
from recoup_events.kernel.ids import DEFAULT

app = typer.Typer()
console = Console(highlight=False, markup=False, soft_wrap=True)
TIMEOUT_SECONDS = 120
Name = str


@app.command("load")
def load_ledger(
    folder: Annotated[
        Path, typer.Argument(help="With customers.csv, invoices.csv and payments.csv, or some.")
    ],
    *,
    creditor: Annotated[str, typer.Option(help="The code of whose ledger it is.")] = DEFAULT,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check the files; send nothing.")
    ] = False,
    release_as: Annotated[
        str | None,
        typer.Option("--release", help="If all was taken, release what waits, under this name."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            envvar="INVOICE", help="Of the invoice service; the local stack's if not given."
        ),
    ] = None,
) -> None:
    """Load a live ledger: nothing of it is sent to anybody before it is released.

    The API key is taken from API_KEY. Sent again, what was loaded is there, so a load that broke off
    is simply repeated.
    """
    read_in = _read(folder, creditor)
    mistakes = sum(_say(name, line) for name, lines in read_in.items() for line in lines)
    if dry_run:
        for name, lines in read_in.items():
            console.print(f"{name}: {len(lines)} lines")
    else:
        mistakes = _send(read_in, creditor, release_as, address)
    if mistakes:
        raise StackFailed(f"{mistakes} lines are wrong; correct them and load again.")


def _read(folder: Path, creditor: str) -> dict[Name, Sequence[Line]]:
    try:
        found = {kind.file_name: read(kind, folder, creditor) for kind in KINDS}
    except (UnreadableFile, OSError) as error:
        raise StackFailed(str(error)) from error
    if not any(found.values()):
        raise StackFailed(f"{folder} has none of {', '.join(found)}, or they are empty.")
    return found


def _say(name: Name, line: Line) -> int:
    if line.mistake is None:
        return 0
    console.print(f"{name} line {line.number}: {line.mistake}")
    return 1


def _send(
    read_in: dict[Name, Sequence[Line]],
    creditor: str,
    release_as: str | None,
    address: str | None,
) -> int:
    key = os.environ.get("API_KEY")
    if not key:
        raise StackFailed("Put the API key into API_KEY: `recoup keys create` makes one.")
    base = (address or running_stack().addresses.services["invoice"].http).rstrip("/")
    base = base.removesuffix("/v1")
    with httpx.Client(trust_env=False, timeout=TIMEOUT_SECONDS) as http:
        api = Api(http, base, key)
        mistakes = 0
        for kind in KINDS:
            for number, said in load(api, kind, read_in[kind.file_name], console.print):
                mistakes += 1
                console.print(f"{kind.file_name} line {number}: {said}")
        if release_as is not None and not mistakes:
            console.print(f"released: {release(api, creditor, release_as, console.print)}, done")
    return mistakes
