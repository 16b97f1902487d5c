"""A read model built anew from its events beside the same rows folded by hand and copied in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

import asyncpg

from recoup_bench.by_hand import folded
from recoup_bench.chases import apply
from recoup_bench.figure import Figure, Goal, Side
from recoup_cli.stack.addresses import Servers
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.rebuild import Rebuild
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases
from workflow_scheduler.tasks.projection import CHASING

ENROLMENTS = 2_560
BARE_BUILD = 999


def unheard(phase: str, done: int, total: int) -> None:
    """Nobody watches."""


async def copied(bare: "asyncpg.Connection[Any]") -> None:
    """Tables, rows, indexes: no place is kept, no writer is minded, nothing is compared."""
    async with bare.transaction():
        await schemas.make(bare, CHASING.tables, BARE_BUILD)
        for table, (columns, rows) in (await folded(bare)).items():
            schema = f"workflow_scheduler_chasing_{BARE_BUILD}"
            await bare.copy_records_to_table(
                table, schema_name=schema, columns=columns, records=rows
            )
        await bare.execute(CHASING.tables.index)


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with (
        Databases(servers.postgres).fresh(["workflow_scheduler"]) as address,
        open_pools(address, name="bench") as pools,
        connected(address) as bare,
    ):
        store = PostgresStore(pools)
        events = await apply(store, ENROLMENTS)
        runner = ProjectionRunner(store, pools, CHASING)
        while await runner.step():
            pass
        await bare.execute("vacuum analyze store.event")

        async def rebuild() -> float:
            """Filled, indexed, compared with the live build, flipped."""
            async with connected(address) as owner:
                began = perf_counter()
                await Rebuild(owner, pools, CHASING, unheard).run()
                took = perf_counter() - began
                await Rebuild(owner, pools, CHASING, unheard).drop()
            return events / took

        async def copy() -> float:
            began = perf_counter()
            await copied(bare)
            took = perf_counter() - began
            await schemas.drop(bare, CHASING.tables, BARE_BUILD)
            return events / took

        yield [
            Figure(
                "rebuild of a read model",
                "events/s",
                Side("recoup", rebuild),
                [Side("asyncpg, COPY", copy)],
                [Goal(least=20_000)],
            )
        ]
        await bare.close()
