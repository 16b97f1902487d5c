"""The ordered feed of all events beside a plain ordered read of the same table."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter

from recoup_bench.chases import apply
from recoup_bench.figure import Figure, Side
from recoup_cli.stack.addresses import Servers
from recoup_eventstore.ports import START
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases

ENROLMENTS = 1_280
PAGE = 500
BARE = """
select gen, txid, pos, tenant, account, category, stream, version, id, type, at, actor,
       correlation_id, causation_id, traceparent, data
from store.event
where (gen, txid, pos) > ($1, $2::xid8, $3)
order by gen, txid, pos
limit $4
"""


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with (
        Databases(servers.postgres).fresh() as address,
        open_pools(address, name="bench") as pools,
        connected(address) as bare,
    ):
        store = PostgresStore(pools)
        events = await apply(store, ENROLMENTS)
        await bare.execute("vacuum analyze store.event")

        async def feed() -> float:
            began, cursor, seen = perf_counter(), START, 0
            while page := await store.feed(cursor, PAGE):
                cursor, seen = page[-1].cursor, seen + len(page)
            assert seen == events
            return events / (perf_counter() - began)

        async def select() -> float:
            began, place, seen = perf_counter(), tuple(START), 0
            while rows := await bare.fetch(BARE, *place, PAGE):
                place, seen = rows[-1][:3], seen + len(rows)
            assert seen == events
            return events / (perf_counter() - began)

        yield [Figure("ordered feed", "events/s", Side("recoup", feed), [Side("asyncpg", select)])]
