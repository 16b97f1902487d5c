"""Timers answered with an event each, with few and with a million others pending."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from recoup_bench.figure import Figure, Goal, Side
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import BATCH, Ticker, TimerHandler
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, SetAlarm
from recoup_testing.databases import Databases

DUE = 10_000
FEW, MANY = 10_000, 1_000_000
AT_ONCE = 50_000
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
NEXT_YEAR = NOON + timedelta(days=365)
ROUND_NAMES = count()
ASKED = """
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public, at,
                        actor, correlation_id, data)
select 1, 'bench', $1 || n, 'counter', 'counter-' || $1 || n, 1, gen_random_uuid(),
       'counter.alarm_set.v1', n % 64, false, $3, 'bench', gen_random_uuid(),
       json_build_object('at', $3::timestamptz)
from generate_series(1, $2::int) as n
"""
TIMERS = """
insert into store.timer (due_at, tenant, account, category, stream, name)
select $3, 'bench', $1 || n, 'counter', 'counter-' || $1 || n, 'alarm'
from generate_series(1, $2::int) as n
"""
CLAIM = """
delete from store.timer as t using (
    select tenant, stream, name from store.timer where due_at <= $1
    order by due_at limit $2 for update skip locked
) as due
where t.tenant = due.tenant and t.stream = due.stream and t.name = due.name
returning t.account, t.stream
"""
ANSWER = """
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public, at,
                        actor, correlation_id, data)
values (1, 'bench', $1, 'counter', $2, 2, $3, 'counter.alarm_set.v1', 0, false, $4, 'bench', $5, '{}')
"""


async def forget(work: UnitOfWork, stream: Stream, _now: datetime, cause: Cause) -> None:
    """The smallest answer there is: one event that takes the wish back."""
    await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


class Waiting:
    """A database in which this many timers are pending whenever a round begins."""

    def __init__(self, owner: "asyncpg.Connection[Any]", ticker: Ticker) -> None:
        self._owner = owner
        self._ticker = ticker

    async def fill(self, pending: int) -> None:
        for _ in range((pending - DUE) // AT_ONCE):
            await self._owner.execute(TIMERS, f"{next(ROUND_NAMES)}.", AT_ONCE, NEXT_YEAR)
        await self._owner.execute("vacuum analyze store.timer")

    async def _fall_due(self) -> None:
        prefix = f"{next(ROUND_NAMES)}."
        for statement in (ASKED, TIMERS):
            await self._owner.execute(statement, prefix, DUE, NOON)

    async def fire(self) -> float:
        await self._fall_due()
        began = perf_counter()
        while await self._ticker.step():
            pass
        return DUE / (perf_counter() - began)

    async def claim(self) -> float:
        """What anybody would write: claim, answer each, commit; no history, no lock, no order."""
        await self._fall_due()
        began = perf_counter()
        while await self._claimed():
            pass
        return DUE / (perf_counter() - began)

    async def _claimed(self) -> int:
        async with self._owner.transaction():
            claimed = await self._owner.fetch(CLAIM, NOON, BATCH)
            rows = [(row["account"], row["stream"], uuid4(), NOON, UUID(int=1)) for row in claimed]
            await self._owner.executemany(ANSWER, rows)
        return len(claimed)


@asynccontextmanager
async def waiting(databases: Databases, pending: int) -> AsyncIterator[Waiting]:
    async with (
        databases.fresh() as address,
        open_pools(address, name="bench") as pools,
        connected(address) as owner,
    ):
        command_runner = CommandRunner(PostgresStore(pools), [], uuid4)
        ticker = Ticker(
            command_runner, TurnedClock(NOON), "bench", [TimerHandler(COUNTER, "alarm", forget)]
        )
        found = Waiting(owner, ticker)
        await found.fill(pending)
        yield found


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases = Databases(servers.postgres)
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(waiting(databases, FEW))
        many = await stack.enter_async_context(waiting(databases, MANY))
        yield [
            Figure(
                f"timers fired, {MANY:,} pending",
                "timers/s",
                Side("recoup", many.fire),
                [
                    Side(f"recoup, {FEW:,} pending", few.fire),
                    Side("claim query", many.claim),
                ],
                [Goal(least=10_000), Goal(least=0.8, beside=f"recoup, {FEW:,} pending")],
            )
        ]
