"""The outbox on PostgreSQL: the events table itself, read past a leased cursor per slot."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import starmap

from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.outbox_row import Backlog, OutboxRow

QUERIES = named_queries("recoup_messaging")
LEASE = timedelta(seconds=15)
RENEWALS_PER_LEASE = 5


class PostgresOutbox:
    """See ``Outbox``; leases run by the database's time, which all workers share."""

    def __init__(self, pools: Pools, worker: str, *, lease: timedelta = LEASE) -> None:
        self._pool = pools.worker
        self._worker = worker
        """Unlike every other running process's; what an earlier one of this name held is ours."""
        self._lease = lease
        self._renew_at = 0.0

    async def read(self) -> Sequence[OutboxRow]:
        with transient_errors():
            await self._keep_leases()
            rows = await self._pool.fetch(QUERIES["read"], self._worker)
        return list(starmap(OutboxRow, rows))

    async def _keep_leases(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._renew_at:
            return
        await self._pool.execute(QUERIES["lease"], self._worker, self._lease)
        self._renew_at = now + self._lease.total_seconds() / RENEWALS_PER_LEASE

    async def advance(self, published: Sequence[OutboxRow]) -> bool:
        last = {event.slot: event for event in published}
        marks = [(slot, event.epoch, *event.cursor) for slot, event in last.items()]
        with transient_errors():
            done = await self._pool.execute(QUERIES["advance"], *zip(*marks, strict=True))
        return bool(done == f"UPDATE {len(last)}")

    async def backlog(self) -> Backlog:
        with transient_errors():
            [row] = await self._pool.fetch(QUERIES["backlog"])
        return Backlog(int(row["events"]), row["oldest_at"])

    async def release(self) -> None:
        with transient_errors():
            await self._pool.execute(QUERIES["release"], self._worker)
