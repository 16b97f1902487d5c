"""`recoup demo`: a quarter of collections on the real stack, or a real ledger replayed."""

import asyncio
import time
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from recoup_cli.demo.answers import Answers, answer_two, latest, told
from recoup_cli.demo.client import Client
from recoup_cli.demo.run import perform
from recoup_cli.demo.scenarios import Scenario, generated, replayed
from recoup_cli.demo.timelines.choosing import followed
from recoup_cli.demo.timelines.timeline import as_table, timeline
from recoup_cli.demo_key import demo_key
from recoup_cli.ledger.generated import Parameters
from recoup_cli.ledger.ibm_rows import UnreadableLedger
from recoup_cli.ledger.numbers import Numbers, as_json
from recoup_cli.ledger.summary import render
from recoup_cli.stack import Stack, StackFailed, chosen_home
from recoup_cli.stack.clocks import stepped, wind
from recoup_cli.stack.commands import quiet_libraries
from recoup_cli.stack.current import DEMO
from recoup_cli.stack.progress import Board
from recoup_compliance.contact_ledger.report import Report

app = typer.Typer()
console = Console(highlight=False)


@app.command()
def demo(
    *,
    seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 1,
    ledger: Annotated[
        Path | None, typer.Option(help="Replay a real ledger: IBM's late-payment columns.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the numbers to this file, too.")
    ] = None,
) -> None:
    """Play a quarter of collections through the real stack, and show what came of it."""
    began = time.monotonic()
    scenario = generated(seed, Parameters()) if ledger is None else _read(ledger)
    home = chosen_home().root / DEMO
    with Board(console) as board:
        stack = asyncio.run(_fresh(home, scenario, board))
    numbers, contacts = _watched(stack, scenario)
    if json_file is not None:
        json_file.write_text(as_json(numbers))
    timelines = asyncio.run(_followed(stack))
    answers = asyncio.run(_answered(stack, latest(stack.home.data / "mail")))
    for each in timelines:
        console.print(each)
    console.print(render(numbers, _places(stack)))
    if answers is not None:
        console.print(told(answers), soft_wrap=True)
    console.print(f"API key\n{stack.api_key}", soft_wrap=True)  # on a line of its own, to be copied
    console.print(f"All of it took {time.monotonic() - began:.0f} s.")
    for finding in contacts.findings:
        console.print(str(finding), soft_wrap=True)
    console.print(contacts.summary.capitalize() + ".")


def _read(ledger: Path) -> Scenario:
    try:
        return replayed(ledger)
    except (OSError, UnreadableLedger) as error:
        raise StackFailed(f"{ledger} cannot be replayed: {error}") from error


async def _fresh(home: Path, scenario: Scenario, board: Board) -> Stack:
    """A demo begins with nothing: what an earlier one left is wiped."""
    await Stack(home, watch=board).stop(wipe=True)
    clock = home / "clock"
    wind(clock, scenario.begin)
    stack = Stack(home, clock=stepped(clock), watch=board)
    quiet_libraries(stack)
    await stack.start()
    return stack


def _watched(stack: Stack, scenario: Scenario) -> tuple[Numbers, Report]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        line = progress.add_task("", total=len(scenario.entries))

        def show(instant: datetime, happened: int) -> None:
            day = f"{instant:%d %B %Y}"
            progress.update(line, description=day, completed=happened)

        return asyncio.run(perform(stack, stack.home.root / "clock", scenario, show))


async def _followed(stack: Stack) -> list[Table]:
    """The customers who are followed one by one, day by day."""
    services = stack.addresses.services
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        bases = {name: service.http for name, service in services.items()}
        client = Client(bases, await demo_key(stack), http)
        return [
            as_table(each, await timeline(client, each.customer_id))
            for each in await followed(client)
        ]


async def _answered(stack: Stack, mails: list[EmailMessage]) -> Answers | None:
    """After the numbers were counted, which are those of the quarter."""
    notification = stack.addresses.services["notification"].http
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        return await answer_two(http, notification, await demo_key(stack), mails)


def _places(stack: Stack) -> dict[str, str]:
    return {
        "the console": stack.addresses.console,
        "the portal": f"{stack.addresses.portal} (by a link in a mail)",
        "every API": f"{stack.addresses.gateway}/v1",
        "its reference": f"{stack.addresses.gateway}/docs/",
        "all that happened": f"{stack.addresses.gateway}/v1/events",
        "every mail": f"{stack.home.data / 'mail'}",
        "every text message": f"{stack.home.data / 'sms'}",
        "logs": f"{stack.home.logs}",
        "stop it": "make down",
    }
