"""The commands that run the local stack: up, down, status, logs."""

import asyncio
import json
import logging
import os
import shlex
import time
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from recoup_cli.demo_key import demo_key
from recoup_cli.stack import (
    Stack,
    StackFailed,
    chosen_home,
    existing_from_environment,
    running_stack,
)
from recoup_cli.stack.clocks import instant_of, standing
from recoup_cli.stack.current import DEMO
from recoup_cli.stack.progress import Board
from recoup_cli.stack.status import status as look
from recoup_cli.stack.tables import status_table, summary_table
from recoup_events.kernel.topics import OWNERS

app = typer.Typer(no_args_is_help=True)
console = Console(highlight=False)


class Only(StrEnum):
    SERVERS = "servers"


@app.command()
def up(
    *,
    clock: Annotated[
        str | None,
        typer.Option(help="system | 2026-01-05T09:00Z@3600x | stepped:<file>; kept until changed."),
    ] = None,
    at: Annotated[
        datetime | None,
        typer.Option(
            parser=instant_of,
            metavar="INSTANT",
            help="Let time stand still at this moment until `recoup now` moves it.",
        ),
    ] = None,
    only: Annotated[
        Only | None, typer.Option(help="Leave the services out: servers, databases, topics.")
    ] = None,
) -> None:
    """Start everything that does not run yet, and wait until it is ready."""
    services = () if only else OWNERS
    clock = clock if at is None else standing(chosen_home().clock, at)
    began = time.monotonic()
    with Board(console) as board:
        stack = Stack(
            chosen_home().root,
            services=services,
            clock=clock,
            existing=existing_from_environment(),
            partitions=int(os.environ.get("RECOUP_PARTITIONS", "0")) or None,
            watch=board,
        )
        quiet_libraries(stack)
        asyncio.run(_start(stack, with_key=bool(services)))
    console.print(summary_table(stack, with_services=bool(services)))
    if services:
        console.print(f"API key (demo)\n{stack.api_key}", soft_wrap=True)
    console.print(f"Ready after {time.monotonic() - began:.1f} s. `recoup down` stops it.")


@app.command()
def down(
    *,
    wipe: Annotated[bool, typer.Option("--wipe", help="Remove data, logs and keys, too.")] = False,
) -> None:
    """Stop everything, in the reverse order; what a demo left running, too."""
    home = chosen_home().root
    homes = [home, *([home / DEMO] if (home / DEMO).exists() else [])]
    with Board(console) as board:
        for root in homes:
            asyncio.run(Stack(root, watch=board).stop(wipe=wipe))
    console.print("Stopped and wiped." if wipe else "Stopped; the data stay for the next start.")


@app.command()
def status(
    *, as_json: Annotated[bool, typer.Option("--json", help="For a script to read.")] = False
) -> None:
    """Show how every process is doing; fails unless all of them are ready."""
    stack = running_stack()
    rows = asyncio.run(look(stack))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        console.print(status_table(rows))
        for row in rows:
            for about, remark in row.remarks.items():
                console.print(f"{row.name}: {about}: {remark}", markup=False, soft_wrap=True)
    if any(row.health not in ("ready", "elsewhere") for row in rows):
        raise typer.Exit(1)


@app.command()
def env() -> None:
    """Print the API key and where everything is, for a shell: eval "$(recoup env)"."""
    stack = running_stack()
    services = stack.addresses.services
    servers = stack.addresses.servers
    places = {
        "API_KEY": stack.api_key or "",
        "API": f"{stack.addresses.gateway}/v1",
        "PORTAL": stack.addresses.portal,
        "MAILBOX": str(stack.home.data / "mail"),
        **{package.upper(): f"{place.http}/v1" for package, place in services.items()},
        **{f"{package.upper()}_ADMIN": place.admin for package, place in services.items()},
        "POSTGRES": servers.postgres,
        "KAFKA": servers.kafka.bootstrap,
        "KAFKA_LOGINS": str(stack.home.kafka_logins),
    }
    for name, value in places.items():
        print(f"export {name}={shlex.quote(value)}")


@app.command()
def logs(
    name: Annotated[
        str | None, typer.Argument(help="A process, e.g. invoice; all of them.")
    ] = None,
    *,
    lines: Annotated[int, typer.Option("--lines", "-n", help="From each log.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as they grow.")] = False,
) -> None:
    """Show the end of the logs."""
    home = running_stack().home
    found = [home.log(name)] if name else sorted(home.logs.glob("*.log"))
    if not found or not found[0].exists():
        known = ", ".join(sorted(log.stem for log in home.logs.glob("*.log"))) or "none yet"
        raise StackFailed(f"There is no such log in {home.logs}; there are: {known}.")
    options = ["-n", str(lines), *(["-F"] if follow else [])]
    os.execvp("tail", ["tail", *options, *map(str, found)])


async def _start(stack: Stack, *, with_key: bool) -> None:
    await stack.start()
    if with_key:
        await demo_key(stack)
    else:
        await stack.admit()


def quiet_libraries(stack: Stack) -> None:
    """Kafka's client tells of every retry on the way up: for the log folder, not the terminal."""
    stack.home.create()
    logging.basicConfig(filename=stack.home.log("recoup"), level=logging.WARNING)
