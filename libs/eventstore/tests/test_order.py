"""The two guards of the feed's order, each tried at the one moment for which it is there."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START, Cursor, OffsetKey, Positioned
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.counter import COUNTER, Count
from recoup_testing.ids import counted_ids
from recoup_testing.loops import eventually
from recoup_testing.verdict import FLAWLESS, verdict

pytestmark = pytest.mark.servers

CAUSE = Cause(datetime(2026, 1, 5, tzinfo=UTC), "test", UUID(int=7))
ONE, OTHER = (COUNTER.stream(TenantId("acme"), key, key) for key in ("cus_1", "cus_2"))
WAITING = """
select exists (
    select from pg_locks as l join pg_database as d on d.oid = l.database
    where l.locktype = 'advisory' and not l.granted and d.datname = current_database()
)
"""


@pytest.fixture
def command_runner(postgres_store: PostgresStore) -> CommandRunner:
    return CommandRunner(postgres_store, [], counted_ids())


async def count(command_runner: CommandRunner, stream: Stream, by: int) -> None:
    async with command_runner.work() as work:
        await work.lock([stream.account])
        await work.execute(COUNTER, stream, Count(by=by), CAUSE)


def counts(delivered: Sequence[Positioned]) -> list[int]:
    return [positioned.envelope.event.model_dump()["by"] for positioned in delivered]


async def test_who_wrote_something_early_does_not_overtake_on_its_account(
    command_runner: CommandRunner, postgres_store: PostgresStore
) -> None:
    """A consumer writes its offset first, so its transaction is older than what it decides."""
    async with command_runner.work() as early:
        await early.lock([ONE.account])
        await early.transaction.claim(OffsetKey("topic", 0), 0, 1, {}, [])
        late = asyncio.create_task(count(command_runner, ONE, 2))

        async def waits_or_is_done() -> bool:
            waiting: bool = await postgres_store.pools.worker.fetchval(WAITING)
            return waiting or late.done()

        await eventually(waits_or_is_done)
        await early.execute(COUNTER, ONE, Count(by=1), CAUSE)
    await late
    async with command_runner.work() as work:
        recorded = [e.version for e in await work.transaction.read([ONE])]
    delivered = [p.envelope.version for p in await command_runner.store.feed(START, 10)]
    assert verdict(recorded, delivered) == FLAWLESS


async def test_no_reader_passes_an_event_that_is_still_being_written(
    command_runner: CommandRunner,
) -> None:
    delivered: list[Positioned] = []

    async def read_on() -> bool:
        after: Cursor = delivered[-1].cursor if delivered else START
        delivered.extend(await command_runner.store.feed(after, 10))
        return after == await command_runner.store.head()

    async with command_runner.work() as slow:
        await slow.lock([ONE.account])
        await slow.execute(COUNTER, ONE, Count(by=1), CAUSE)
        await slow.flush()
        await count(command_runner, OTHER, 2)
        await read_on()
    await eventually(read_on)
    assert verdict([1, 2], counts(delivered)) == FLAWLESS
