"""A read model follows the facts: what it shows is what they add up to."""

from collections import Counter as Totals

from recoup_events.ids import TenantId
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.projections import Projection, ProjectionRunner, on
from recoup_testing.counter import COUNTER, Count, Counted
from recoup_testing.faults.fold import said_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.hearsay import told

STREAMS = [COUNTER.stream(TenantId(tenant), "cus_1", "1") for tenant in ("acme", "other")]
TABLE = """
create table total (tenant text, id text, total int, primary key (tenant, id));
grant select, insert, update on total to recoup_app
"""
ADD = """
insert into total values ($1, $2, $3)
on conflict (tenant, id) do update set total = total.total + excluded.total
"""
TOTALS = Projection("totals", 1, [on(Counted, ADD, lambda e: (e.tenant, e.stream.id, e.fact.by))])


class Projecting:
    """Sums that a fact applied twice, or never, would falsify."""

    needs_topic = False

    async def given(self, at: Place) -> None:
        async with at.pools() as pools, pools.worker.acquire() as connection:
            await connection.execute(f"set role none; {TABLE}; set role recoup_worker")
        async with at.desk() as desk:
            for by in (1, 2, 4):
                async with desk.work() as work:
                    await work.lock(stream.account for stream in STREAMS)
                    for stream in STREAMS:
                        await work.execute(COUNTER, stream, Count(by=by), told(by).cause)

    async def work(self, at: Place, line: Line) -> None:
        async with at.pools() as pools:
            store = watched(PostgresStore(pools), "store", line)
            tables = Pools(watched(pools.app, "app", line), watched(pools.worker, "worker", line))
            runner = ProjectionRunner(store, tables, TOTALS)
            while await runner.step() or not await runner.quiet():
                pass

    async def then(self, at: Place) -> None:
        async with at.desk() as desk:
            totals = Totals[tuple[str, str]]()
            for envelope in await said_by(desk):
                assert isinstance(envelope.fact, Counted)
                totals[envelope.tenant, envelope.stream.id] += envelope.fact.by
        async with at.pools() as pools, pools.app.acquire() as connection:
            rows = await connection.fetch("select tenant, id, total from total")
        assert {(row["tenant"], row["id"]): row["total"] for row in rows} == totals
