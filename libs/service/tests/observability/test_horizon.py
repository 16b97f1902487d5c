"""The horizon is the whole server's: whoever writes for long in another database holds readers up."""

import asyncpg
import pytest

from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.outbox import PostgresOutbox
from recoup_service.ids import new_id
from recoup_service.observability.gauges import horizon_gauge
from recoup_testing.counter import COUNTER, Count
from recoup_testing.databases import Databases
from recoup_testing.fake_subscriber import NOON
from recoup_testing.loops import eventually

pytestmark = pytest.mark.servers
STREAM = COUNTER.stream(TenantId("acme"), "cus_1", "1")


class Elapsed:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_long_transaction_in_another_database_shows_and_loses_nothing(
    databases: Databases, pools: Pools, postgres_store: PostgresStore
) -> None:
    command_runner, outbox = (
        CommandRunner(postgres_store, [], new_id),
        PostgresOutbox(pools, "sample-1"),
    )
    elapsed = Elapsed()
    gauge = horizon_gauge(pools, elapsed)

    async def age() -> object:
        [sample] = await gauge()
        return sample.value

    async def released() -> bool:
        return len(await postgres_store.feed(START, 10)) == 1 and len(await outbox.read()) == 1

    async with databases.empty() as elsewhere:
        stranger = await asyncpg.connect(elsewhere)
        writing = stranger.transaction()
        await writing.start()
        await stranger.fetchval("select pg_current_xact_id()")
        async with command_runner.work() as work:
            await work.lock([STREAM.account])
            await work.execute(COUNTER, STREAM, Count(by=1), Cause(NOON, "test", new_id()))
        await age()
        elapsed.seconds = 40.0
        assert await age() == 40.0
        assert not await postgres_store.feed(START, 10)
        assert not await outbox.read()
        await writing.rollback()
        await stranger.close()
        await eventually(released)
