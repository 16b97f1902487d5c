"""A service's events in its own PostgreSQL database."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple
from datetime import datetime

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_eventstore.parked import Intervention, Parked, ParkedFilter
from recoup_eventstore.ports import (
    START,
    Cursor,
    DueTimer,
    OffsetKey,
    Positioned,
    TimerKey,
)
from recoup_eventstore.postgres.appends import Appends
from recoup_eventstore.postgres.claims import PostgresClaims
from recoup_eventstore.postgres.events import EventStatements
from recoup_eventstore.postgres.inbox import InboxStatements
from recoup_eventstore.postgres.parking import ParkingStatements, intervention_of, parked_of
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.responses import ResponseStatements
from recoup_eventstore.postgres.rows import positioned
from recoup_eventstore.postgres.scope import QUERIES
from recoup_eventstore.postgres.timers import TimerStatements
from recoup_eventstore.postgres.transient import transient_errors

RESTING_AT_ONCE = 5_000
"""Timers of tenants at rest."""


class PostgresTransaction(
    EventStatements, TimerStatements, ResponseStatements, InboxStatements, ParkingStatements
):
    """All that one transaction can do."""


class PostgresStore:
    """Decides as the app role, one tenant at a time; looks across tenants as the worker role."""

    def __init__(self, pools: Pools) -> None:
        self.pools = pools
        self._appends = Appends(pools.app)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresTransaction]:
        with transient_errors():
            async with self.pools.app.acquire() as connection, connection.transaction():
                yield PostgresTransaction(connection)

    async def append(self, events: Sequence[Envelope[Event]]) -> None:
        await self._appends.append(events)

    async def feed(self, after: Cursor, limit: int) -> Sequence[Positioned]:
        with transient_errors():
            rows = await self.pools.worker.fetch(QUERIES["feed"], *after, limit)
        return [positioned(row) for row in rows]

    async def head(self) -> Cursor:
        with transient_errors():
            row = await self.pools.worker.fetchrow(QUERIES["head"])
        return START if row is None else Cursor(*row)

    @asynccontextmanager
    async def claims(self) -> AsyncIterator[PostgresClaims]:
        with transient_errors():
            async with self.pools.worker.acquire() as connection:
                mine = PostgresClaims(connection)
                try:
                    yield mine
                finally:
                    await mine.release_all()

    async def due(self, now: datetime, names: Collection[str], limit: int) -> Sequence[DueTimer]:
        with transient_errors():
            rows = await self.pools.worker.fetch(QUERIES["due"], now, list(names), limit)
        return [
            DueTimer(
                row["due_at"],
                TimerKey(
                    Stream(
                        Account(row["tenant"], row["account"]),
                        row["category"],
                        row["stream"].removeprefix(f"{row['category']}-"),
                    ),
                    row["name"],
                ),
            )
            for row in rows
        ]

    async def next_due(self) -> datetime | None:
        with transient_errors():
            moment: datetime | None = await self.pools.worker.fetchval(QUERIES["next_due"])
        return moment

    async def rest_timers(self, now: datetime) -> int:
        with transient_errors():
            worker = self.pools.worker
            aside: int = await worker.fetchval(QUERIES["set_timers_aside"], now, RESTING_AT_ONCE)
            back: int = await worker.fetchval(QUERIES["bring_timers_back"], RESTING_AT_ONCE)
        return aside + back

    async def offset(self, at: OffsetKey) -> int | None:
        with transient_errors():
            offset: int | None = await self.pools.worker.fetchval(QUERIES["offset"], *at)
        return offset

    async def list_parked(
        self, after_seq: int, limit: int, wanted: ParkedFilter
    ) -> Sequence[Parked]:
        with transient_errors():
            rows = await self.pools.worker.fetch(
                QUERIES["list_parked"], after_seq, limit, *astuple(wanted)
            )
        return list(map(parked_of, rows))

    async def find_parked(self, seq: int) -> Parked | None:
        with transient_errors():
            row = await self.pools.worker.fetchrow(QUERIES["find_parked"], seq)
        return None if row is None else parked_of(row)

    async def interventions(
        self, after_id: int, limit: int, seq: int | None = None
    ) -> Sequence[Intervention]:
        with transient_errors():
            rows = await self.pools.worker.fetch(QUERIES["interventions"], after_id, limit, seq)
        return list(map(intervention_of, rows))

    async def expire_responses(self, now: datetime) -> None:
        """Forget answers whose time to be replayed is over."""
        with transient_errors():
            await self.pools.worker.execute(QUERIES["expire_responses"], now)
