"""An errand a service does in a process of its own, its log shown as progress."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from recoup_cli.stack.service import Service

console = Console(highlight=False, markup=False, soft_wrap=True)


def shown(service: Service, asked: Sequence[str]) -> int:
    """Runs it in the service's own code; gives its exit code."""
    process = subprocess.Popen(
        [sys.executable, "-m", service.package, *asked],
        env={**os.environ, **service.owner_environment()},
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
        yield _read(text.rstrip("\n"))


def _read(text: str) -> dict[str, Any]:
    """A line of the log; what somebody else has printed counts as an event without details."""
    try:
        line = json.loads(text)
    except ValueError:
        return {"event": text}
    return line if isinstance(line, dict) and "event" in line else {"event": text}


def _told(line: dict[str, Any]) -> str:
    unpublished = ("event", "level", "service", "at", "logger")
    return " ".join(
        [
            line["event"],
            *(f"{name}={value}" for name, value in line.items() if name not in unpublished),
        ]
    )
