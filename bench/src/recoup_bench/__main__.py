"""``python -m recoup_bench [figure ...]``: measure, show the table, keep the JSON."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from recoup_bench import (
    append,
    console,
    consume,
    contact_rules,
    credit,
    due_steps,
    feed,
    fire_delay,
    hostile,
    hot_customer,
    imports,
    mails,
    portal,
    public_feed,
    rebuild,
    relay,
    reports,
    timers,
    to_effect,
    to_topic,
    webhooks,
    what_if,
)
from recoup_bench.command import figures as command
from recoup_bench.figure import Figure, Measured, measure
from recoup_bench.machine import machine
from recoup_bench.report import as_json, table
from recoup_cli.stack import temporary_stack
from recoup_cli.stack.addresses import Servers
from recoup_service import gc_tuning

Open = Callable[[Servers], AbstractAsyncContextManager[Sequence[Figure]]]
GROUPS: Mapping[str, Open] = {
    "append": append.figures,
    "command": command.figures,
    "hot-customer": hot_customer.figures,
    "credit": credit.figures,
    "contact-rules": contact_rules.figures,
    "imports": imports.figures,
    "hostile": hostile.figures,
    "feed": feed.figures,
    "public-feed": public_feed.figures,
    "webhooks": webhooks.figures,
    "mails": mails.figures,
    "relay": relay.figures,
    "to-topic": to_topic.figures,
    "consume": consume.figures,
    "to-effect": to_effect.figures,
    "rebuild": rebuild.figures,
    "console": console.figures,
    "portal": portal.figures,
    "timers": timers.figures,
    "due-steps": due_steps.figures,
    "fire-delay": fire_delay.figures,
    "what-if": what_if.figures,
    "reports": reports.figures,
}
CONSOLE = Console(highlight=False, width=140)


async def results(servers: Servers, names: Sequence[str]) -> AsyncIterator[Measured]:
    for name in names:
        async with GROUPS[name](servers) as figures:
            for figure in figures:
                CONSOLE.print(f"measuring {figure.name} ...", style="dim")
                yield await measure(figure)


async def document(servers: Servers, names: Sequence[str]) -> str:
    """Measure and show; gives the JSON."""
    measured = [result async for result in results(servers, names)]
    CONSOLE.print(table(measured))
    return as_json(await machine(servers.postgres), measured)


async def on_servers(names: Sequence[str], *, secured: bool) -> str:
    """The servers, and beside them the measuring, set up like a service's process."""
    gc_tuning.settle()
    async with temporary_stack(services=(), secured=secured) as stack:
        servers = stack.addresses.servers
        return await asyncio.to_thread(uvloop.run, document(servers, names))


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(GROUPS)}.")] = None,
    *,
    secured: Annotated[bool, typer.Option(help="Kafka over TLS, by password and grants.")] = False,
    json_file: Annotated[Path, typer.Option("--json")] = Path(".recoup/bench.json"),
) -> None:
    """Measure these figures, or all of them."""
    chosen = names or list(GROUPS)
    if unknown := set(chosen) - GROUPS.keys():
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose of {', '.join(GROUPS)}")
    json = asyncio.run(on_servers(chosen, secured=secured))
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(json)
    CONSOLE.print(f"Every round's figures: {json_file}")


if __name__ == "__main__":
    typer.run(main)
