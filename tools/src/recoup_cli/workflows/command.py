"""The commands `recoup workflows check` and `recoup workflows publish`."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from recoup_cli.demo_key import demo_key
from recoup_cli.stack import StackFailed, running_stack
from recoup_cli.workflows.calendar import days, notes, table
from recoup_cli.workflows.files import read
from recoup_cli.workflows.publishing import Proposal, Workflows, lines

app = typer.Typer(no_args_is_help=True, help="Workflows as files.")
console = Console(highlight=False, markup=False, soft_wrap=True)
TIMEOUT_SECONDS = 60
TERM = timedelta(days=30)
File = Annotated[Path, typer.Argument(help="YAML or JSON.", exists=True, dir_okay=False)]


@app.command()
def check(
    file: File,
    *,
    due: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of the invoice; else in 30 days.")
    ] = None,
    issued: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Else 30 days before it is due.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(help="Whose holidays count: DE, or a part as DE-BY or US-TX.")
    ] = None,
) -> None:
    """Say what is wrong with a workflow by line and column, or on which days its steps come.

    Nothing is asked of any service; whether templates of your own are published is looked at when it is.
    """
    body = read(file)
    due_on = due.date() if due else _today() + TERM
    issued_on = issued.date() if issued else due_on - TERM
    if issued_on > due_on:
        raise StackFailed("--issued lies behind --due; an invoice is due on its day or later.")
    country = None if place is None else place.partition("-")[0]
    planned = days(body.planned, issued_on, due_on, country, place if country != place else None)
    console.print(
        f"{body.name}: issued {issued_on}, due {due_on}, {place or 'no place, so weekends alone are off'}"
    )
    console.print(table(planned, due_on))
    for note in notes(body.planned, planned):
        console.print(note)


def _today() -> date:
    return datetime.now().astimezone().date()


@app.command()
def publish(
    file: File,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    api: Annotated[
        str | None,
        typer.Option("--api", envvar="API", help="The one address; else the local stack's."),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(envvar="API_KEY", help="With workflows:write; else the local stack's."),
    ] = None,
) -> None:
    """Show what would change, ask, and publish it as the next version."""
    read(file)
    with _client(api, key) as http:
        workflows = Workflows(http, file)
        proposal = workflows.proposal()
        if proposal.changes_nothing:
            console.print(_unchanged(proposal))
            return
        console.print(_heading(proposal))
        for line in lines(proposal):
            console.print(line)
        if not yes and not typer.confirm("Publish it?"):
            raise StackFailed("Nothing was published.")
        published = workflows.publish()
    console.print(
        f"Published: {published['name']}, version {published['version']} ({published['id']})."
    )


def _client(api: str | None, key: str | None) -> httpx.Client:
    address = api or f"{running_stack().addresses.gateway}/v1"
    secret = key or asyncio.run(demo_key(running_stack()))
    return httpx.Client(
        base_url=address.rstrip("/").removesuffix("/v1"),
        headers={"Authorization": f"Bearer {secret}"},
        trust_env=False,
        timeout=TIMEOUT_SECONDS,
    )


def _unchanged(proposal: Proposal) -> str:
    return f"{proposal.name} has these steps already, as version {proposal.published}; nothing to publish."


def _heading(proposal: Proposal) -> str:
    if not proposal.published:
        return f"{proposal.name} is new; it becomes version 1:"
    return f"{proposal.name}, version {proposal.published} -> {proposal.version}; enrolled invoices keep theirs:"
