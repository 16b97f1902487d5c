"""All that the console's pages are read from, built anew from what other services said."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter

from console.shown.projection import SHOWN
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.rebuild import unheard
from recoup_bench.received import receive
from recoup_cli.stack.addresses import Servers
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.read_models.rebuild import Rebuild
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases

CUSTOMERS = 4_000


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with (
        Databases(servers.postgres).fresh(["recoup_service", "console"]) as address,
        open_pools(address, name="bench") as pools,
    ):
        store = PostgresStore(pools)
        events = await receive(store, CUSTOMERS)
        runner = ProjectionRunner(store, pools, SHOWN)
        while await runner.step():
            pass
        async with connected(address) as owner:
            await owner.execute("vacuum analyze store.event")

        async def rebuild() -> float:
            """Filled, indexed, compared with the live build, flipped."""
            async with connected(address) as owner:
                began = perf_counter()
                await Rebuild(owner, pools, SHOWN, unheard).run()
                took = perf_counter() - began
                await Rebuild(owner, pools, SHOWN, unheard).drop()
            return events / took

        yield [
            Figure(
                "rebuild of the console's read models",
                "events/s",
                Side("recoup", rebuild),
                goals=[Goal(least=10_000)],
                rounds=3,
            )
        ]
