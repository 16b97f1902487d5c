"""``python -m recoup_bench.console_load``: fill a console with a million invoices, ask for every page, show a table."""

import asyncio
import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from recoup_bench.console_load.fill import Size, fill
from recoup_bench.console_load.pages import MOST_BYTES, MOST_MS, Timed, pages, timed, visitor
from recoup_bench.logs import warnings_alone
from recoup_bench.machine import machine
from recoup_cli.stack import temporary_stack
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_service import gc_tuning
from recoup_testing.databases import Databases

TODAY = date(2026, 11, 28)
CONSOLE = Console(highlight=False, width=140)


def say(words: str) -> None:
    CONSOLE.print(f"{words} (load {os.getloadavg()[0]:.1f})", style="dim")


async def measured(server: str, size: Size) -> tuple[int, int, list[Timed]]:
    databases = Databases(server)
    async with (
        databases.fresh(["recoup_service", "console"]) as address,
        open_pools(address, name="bench") as pools,
        connected(address) as owner,
    ):
        events = await fill(owner, pools, size, say)
        disk: int = await owner.fetchval("select pg_database_size(current_database())")
        say(f"{disk / 2**30:.1f} GiB on disk")
        found = []
        async with visitor(pools, size) as client:
            for page in pages(size):
                found.append(await timed(client, page))
                say(f"{page.name}: {found[-1].p50:.0f} ms, {found[-1].p95:.0f} ms at most of 95 %")
        await owner.close()
        return events, disk, found


def table(found: list[Timed]) -> Table:
    """Goals: so long at most for 95 of 100, and so large at most, compressed."""
    shown = Table("page", "p50, ms", "p95, ms", "kB at most", "")
    for each in found:
        reached = "reached" if each.reached else "MISSED"
        kilobytes = f"{each.largest / 1_000:.1f}"
        shown.add_row(each.page.name, f"{each.p50:.0f}", f"{each.p95:.0f}", kilobytes, reached)
    return shown


async def on_server(size: Size) -> str:
    gc_tuning.settle()
    async with temporary_stack(services=()) as stack:
        servers = stack.addresses.servers
        began = perf_counter()
        events, disk, found = await asyncio.to_thread(uvloop.run, measured(servers.postgres, size))
        CONSOLE.print(table(found))
        CONSOLE.print(
            f"{size.invoices:,} invoices of {size.customers:,} customers, {events:,} events, {disk / 2**30:.1f} GiB; "
            f"goals: p95 < {MOST_MS} ms, < {MOST_BYTES // 1_000} kB. It took {perf_counter() - began:,.0f} s; "
            f"load average at the end {os.getloadavg()[0]:.1f}."
        )
        rounds = {each.page.name: {"ms": each.milliseconds, "bytes": each.sizes} for each in found}
        about = {"machine": await machine(servers.postgres), "size": asdict(size), "events": events}
        return json.dumps({**about, "pages": rounds}, default=str)


def main(
    invoices: Annotated[int, typer.Argument(help="How many; a customer has ten.")] = 1_000_000,
    *,
    json_file: Annotated[Path, typer.Option("--json")] = Path(".recoup/console-load.json"),
) -> None:
    """Measure all pages."""
    warnings_alone()
    document = asyncio.run(on_server(Size(invoices, TODAY)))
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(document)


if __name__ == "__main__":
    typer.run(main)
