"""`recoup rebuild`: a read model built anew beside the living one, while everything runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from recoup_cli.stack import Stack, StackFailed, chosen_home, existing_from_environment
from recoup_cli.stack.commands import DEMO
from recoup_cli.stack.service import Service

app = typer.Typer()
console = Console(highlight=False)


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
    part = stack.parts.named(service)
    if not isinstance(part, Service):
        raise StackFailed(f"{service} is not a service of ours and has no read models.")
    asked = [projection, *(wish for wish, wanted in wishes.items() if wanted)]
    raise typer.Exit(_shown(part, asked))


def _shown(service: Service, asked: list[str]) -> int:
    """Runs it in the service's own code; shows its log as progress."""
    process = subprocess.Popen(
        [sys.executable, "-m", service.package, "rebuild", *asked],
        env={**os.environ, **service.environment()},
        stdout=subprocess.PIPE,
        text=True,
    )
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with process, Progress(*columns, console=console) as progress:
        tasks: dict[str, Any] = {}
        for line in _lines(process):
            if line["event"] == "progress":
                phase = line["phase"]
                if phase not in tasks:
                    tasks[phase] = progress.add_task(phase)
                progress.update(tasks[phase], completed=line["done"], total=line["total"])
            else:
                progress.console.print(_told(line))
    return process.returncode


def _lines(process: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    for text in process.stdout or ():
        yield json.loads(text)


def _told(line: dict[str, Any]) -> str:
    unsaid = ("event", "level", "service", "at", "logger")
    return " ".join(
        [line["event"], *(f"{name}={value}" for name, value in line.items() if name not in unsaid)]
    )
