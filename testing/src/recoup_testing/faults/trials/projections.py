"""A read model follows the events: what it shows is what they add up to."""

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.scope import TenantScope
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.counter import COUNTER, Count, Counted
from recoup_testing.fake_subscriber import told
from recoup_testing.faults.fold import recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.loops import drained
from recoup_testing.totals import TOTALS, install_totals

TENANTS = [TenantId("acme"), TenantId("other")]
STREAMS = [COUNTER.stream(tenant, "cus_1", "1") for tenant in TENANTS]


class Projecting:
    """Sums, and a row per step, which an event applied twice or never would falsify."""

    needs_topic = False
    packages = ()

    async def given(self, at: Place) -> None:
        await install_totals(at.database)
        async with at.command_runner() as command_runner:
            for by in (1, 2, 4):
                async with command_runner.work() as work:
                    await work.lock(stream.account for stream in STREAMS)
                    for stream in STREAMS:
                        await work.execute(COUNTER, stream, Count(by=by), told(by).cause)

    async def work(self, at: Place, line: Line) -> None:
        async with at.pools() as pools:
            store = watched(PostgresStore(pools), "store", line)
            tables = Pools(watched(pools.app, "app", line), watched(pools.worker, "worker", line))
            await drained(ProjectionRunner(store, tables, TOTALS))

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            recorded = await recorded_by(command_runner)
        for tenant in TENANTS:
            counts = [
                e.event.by for e in recorded if e.tenant == tenant and isinstance(e.event, Counted)
            ]
            assert await _shown(at, tenant) == (sum(counts), counts)


async def _shown(at: Place, tenant: TenantId) -> tuple[int, list[int]]:
    """The tenant's total and its steps, as readers see them."""
    async with (
        at.pools() as pools,
        pools.app.acquire() as connection,
        connection.transaction(),
    ):
        await TenantScope(connection).become(tenant)
        total: int = await connection.fetchval("select total from counter.total")
        steps = await connection.fetch("select by from counter.step order by position")
        return total, [step["by"] for step in steps]
