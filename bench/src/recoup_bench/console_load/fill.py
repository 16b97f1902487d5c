"""Fills a console: events made where they are kept, its read models by its own projection, without indexes until the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg

from console.shown.projection import SHOWN
from recoup_bench.console_load.scripts import Scripted, scripts, shares
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import START
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.builder import Builder
from recoup_eventstore.postgres.read_models.flip import flip
from recoup_eventstore.postgres.read_models.ledger import Build, Status, begin, schema_of
from recoup_eventstore.postgres.read_models.pages import EVERYTHING

HISTORY = named_queries("recoup_bench.console_load", "history.sql")
TENANT = TenantId("bench")
CAUSE = UUID(int=1)
AT_ONCE = 5_000
TOLD_EACH = 500_000
FIRST = (
    "Ahorn",
    "Birken",
    "Eichen",
    "Falken",
    "Hansa",
    "Isar",
    "Kiefern",
    "Linden",
    "Main",
    "Nord",
)
SECOND = ("bau", "druck", "electronic", "handel", "maschinen", "metall", "papier", "sand", "werk")
CREDITORS = ("Bolts", "Nuts")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    invoices: int
    today: date

    @property
    def customers(self) -> int:
        return max(self.invoices // 10, 100)

    @property
    def apart(self) -> int:
        """Every so many invoices are of the customer who has most."""
        return max(self.invoices // 5_000, 4)


async def fill(owner: "asyncpg.Connection[Any]", pools: Pools, size: Size, say: Say) -> int:
    """How many events they are."""
    began = perf_counter()
    await _record(owner, size, say)
    events: int = await owner.fetchval("select count(*) from store.event")
    say(f"{events:,} events recorded in {perf_counter() - began:,.0f} s")
    await _project(owner, pools, events, say)
    return events


async def _record(owner: "asyncpg.Connection[Any]", size: Size, say: Say) -> None:
    await owner.execute(HISTORY["scripts"])
    await owner.copy_records_to_table("script", columns=Scripted._fields, records=scripts())
    names = [f"{first}{second}" for first in FIRST for second in SECOND]
    for start in range(0, size.customers, AT_ONCE):
        end = min(start + AT_ONCE, size.customers) - 1
        at = (size.today, CAUSE, names, ["GmbH", "AG", "KG", "OHG"])
        await owner.execute(HISTORY["register_customers"], TENANT, start, end, *at)
    for start in range(0, size.invoices, AT_ONCE):
        end = min(start + AT_ONCE, size.invoices) - 1
        of = (size.apart, size.customers, size.invoices, shares())
        await owner.execute(HISTORY["issue_invoices"], TENANT, start, end, size.today, CAUSE, *of)
        if (end + 1) % (TOLD_EACH // 5) == 0:
            say(f"{end + 1:,} invoices recorded")
    await owner.execute("vacuum analyze store.event")


async def _project(owner: "asyncpg.Connection[Any]", pools: Pools, events: int, say: Say) -> None:
    """As a rebuild does it, but for the comparison: there is nothing to compare with."""
    began, done = perf_counter(), 0

    def applied(more: int) -> None:
        nonlocal done
        done += more
        if done // TOLD_EACH > (done - more) // TOLD_EACH:
            say(f"{done:,} events projected, {done / (perf_counter() - began):,.0f} a second")

    tables, number = SHOWN.tables, 2
    async with owner.transaction():
        await schemas.make(owner, tables, number)
        await begin(owner, tables, number, Status.BUILDING)
    builder = Builder(
        owner, pools, SHOWN, Build(SHOWN.name, number, tables.shape, Status.BUILDING, START)
    )
    await builder.up_to(EVERYTHING, applied)
    assert not await owner.fetchval("select count(*) from store.parked"), "some were parked"
    say(f"projected in {perf_counter() - began:,.0f} s, {events / (perf_counter() - began):,.0f}/s")
    began = perf_counter()
    await schemas.index(owner, tables, number)
    await flip(owner, pools, SHOWN, builder.build)
    for table in await schemas.names(owner, schema_of(tables, number)):
        await owner.execute(f"vacuum analyze {schema_of(tables, number)}.{table}")
    say(f"indexed in {perf_counter() - began:,.0f} s")
