"""A service's events in memory, under the same contract as PostgreSQL."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.memory.tables import Tables
from recoup_eventstore.memory.transaction import Locks, MemoryTransaction
from recoup_eventstore.parked import Intervention, Parked, ParkedFilter
from recoup_eventstore.ports import START, Changes, Cursor, DueTimer, OffsetKey, Positioned


class MemoryClaims:
    """See ``Claims``."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._mine: set[str] = set()

    async def take(self, names: Sequence[str], most: int | None = None) -> Collection[str]:
        free = [name for name in names if name in self._mine or name not in self._taken][:most]
        self._mine.update(free)
        self._taken.update(free)
        return free

    async def release(self, names: Collection[str]) -> None:
        self._mine.difference_update(names)
        self._taken.difference_update(names)

    def release_all(self) -> None:
        self._taken.difference_update(self._mine)


class MemoryStore:
    """See ``Store``; one process, one event loop."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._locks: Locks = defaultdict(asyncio.Lock)
        self._claimed: set[str] = set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[MemoryTransaction]:
        async with AsyncExitStack() as held:
            transaction = MemoryTransaction(self.tables, self._locks, held)
            yield transaction
            transaction.commit()

    async def append(self, events: Sequence[Envelope[Event]]) -> None:
        async with self.transaction() as transaction:
            await transaction.lock({envelope.account for envelope in events})
            await transaction.write(Changes(events=events))

    async def feed(self, after: Cursor, limit: int) -> Sequence[Positioned]:
        events = self.tables.events[after.pos : after.pos + limit]
        return [Positioned(Cursor(1, i, i), f) for i, f in enumerate(events, start=after.pos + 1)]

    async def head(self) -> Cursor:
        count = len(self.tables.events)
        return Cursor(1, count, count) if count else START

    @asynccontextmanager
    async def claims(self) -> AsyncIterator[MemoryClaims]:
        mine = MemoryClaims(self._claimed)
        try:
            yield mine
        finally:
            mine.release_all()

    async def due(self, now: datetime, names: Collection[str], limit: int) -> Sequence[DueTimer]:
        due = [
            DueTimer(due_at, key)
            for key, due_at in self.tables.timers.items()
            if due_at <= now
            and f"{key.stream.category}.{key.name}" in names
            and self.tables.wakes(key)
        ]
        return sorted(due, key=lambda t: (t.due_at, t.key.stream.name, t.key.name))[:limit]

    async def next_due(self) -> datetime | None:
        timers = self.tables.timers.items()
        return min((at for key, at in timers if self.tables.wakes(key)), default=None)

    async def rest_timers(self, now: datetime) -> int:
        return 0  # every look here is at all timers anyway

    async def offset(self, at: OffsetKey) -> int | None:
        return self.tables.offsets.get(at)

    async def list_parked(
        self, after_seq: int, limit: int, wanted: ParkedFilter
    ) -> Sequence[Parked]:
        found = self.tables.parking.wanted(wanted)
        return [m for m in found if (m.seq or 0) > after_seq][:limit]

    async def find_parked(self, seq: int) -> Parked | None:
        return next((m for m in self.tables.parking.waiting if m.seq == seq), None)

    async def interventions(
        self, after_id: int, limit: int, seq: int | None = None
    ) -> Sequence[Intervention]:
        later = self.tables.parking.history[after_id:]
        return [i for i in later if seq in (None, i.seq)][:limit]

    async def expire_responses(self, now: datetime) -> None:
        expired = [k for k, (_, until) in self.tables.responses.items() if until < now]
        for key in expired:
            del self.tables.responses[key]
