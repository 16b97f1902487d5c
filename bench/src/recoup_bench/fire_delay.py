"""How late a timer is answered, a thousand of them falling due in every second."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import quantiles
from typing import Any
from uuid import uuid4

import asyncpg

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.timers import ASKED, AT_ONCE, MANY, TIMERS, forget
from recoup_cli.stack.addresses import Servers
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import Ticker, TimerHandler
from recoup_service.clock import SystemClock
from recoup_testing.counter import COUNTER
from recoup_testing.databases import Databases
from recoup_testing.loops import eventually, running

PER_SECOND = 1_000
SECONDS = 10
ROUNDS = 3
AHEAD = timedelta(seconds=5)
"""Until the first falls due, while they are written."""
NAMES = count()
SPREAD = """
update store.timer set due_at = $2::timestamptz + (substr(account, length($1) + 1)::int)
    * interval '1 second' / $3
where account like $1 || '%'
"""
LATE = """
select extract(epoch from event.at - due.at) * 1000 as ms
from store.event as event
join (select $1 || n as account, $2::timestamptz + n * interval '1 second' / $3 as at
      from generate_series(1, $4::int) as n) as due using (account)
where event.version = 2
"""


class Due:
    """A database in which a million other timers are pending."""

    def __init__(self, owner: "asyncpg.Connection[Any]", store: PostgresStore) -> None:
        self._owner = owner
        self._runner = CommandRunner(store, [], uuid4)

    async def fill(self) -> None:
        later = datetime.now(UTC) + timedelta(days=365)
        for _ in range(MANY // AT_ONCE):
            await self._owner.execute(TIMERS, f"p{next(NAMES)}.", AT_ONCE, later)
        await self._owner.execute("vacuum analyze store.timer")

    async def p99(self) -> float:
        """In milliseconds, from the moment a timer was set for to that of the event that answers it."""
        prefix, begins = f"d{next(NAMES)}.", datetime.now(UTC) + AHEAD
        for statement in (ASKED, TIMERS):
            await self._owner.execute(statement, prefix, PER_SECOND * SECONDS, begins)
        await self._owner.execute(SPREAD, prefix, begins, PER_SECOND)

        async def answered() -> bool:
            left = "select exists (select from store.timer where account like $1 || '%')"
            return not await self._owner.fetchval(left, prefix)

        handlers = [TimerHandler(COUNTER, "alarm", forget)]
        async with running(Ticker(self._runner, SystemClock(), "bench", handlers)):
            await eventually(answered)
        rows = await self._owner.fetch(LATE, prefix, begins, PER_SECOND, PER_SECOND * SECONDS)
        return quantiles([float(row["ms"]) for row in rows], n=100)[-1]


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases = Databases(servers.postgres)
    async with (
        databases.fresh() as address,
        open_pools(address, name="bench") as pools,
        connected(address) as owner,
    ):
        due = Due(owner, PostgresStore(pools))
        await due.fill()
        yield [
            Figure(
                f"timer's moment to its answer, p99 at {PER_SECOND:,}/s, {MANY:,} pending",
                "ms",
                Side("recoup", due.p99),
                goals=[Goal(most=1_000)],
                rounds=ROUNDS,
            )
        ]
