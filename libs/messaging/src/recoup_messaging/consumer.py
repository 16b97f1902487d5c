"""Listens to all topics a service receives, each partition in its own task, each event exactly once."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.inbox_handler import InboxHandler
from recoup_messaging.partition import BATCH, Partition, Phase
from recoup_messaging.ports import Source
from recoup_messaging.records import ConsumerRecord, Unfit
from recoup_messaging.subscriptions import Subscriptions

FETCH_SECONDS = 0.25
BRIEF_SECONDS = 0.02
"""While a partition waits to be sent to its place."""
TURNS = 4
"""Batches under way at once, so that requests find a free connection too."""
ROOM = 24_000
"""Records that may wait in all partitions together; so many issued invoices take 75 MB."""
PARKED_LIMIT = 1_000
"""Messages set aside per partition; more of them are no longer single mishaps."""


class Consumer(PollingLoop):
    """Follows the group's assignment and shares out what it fetches among the partitions."""

    name = "consumer"

    def __init__(
        self,
        command_runner: CommandRunner,
        source: Source,
        subscriptions: Subscriptions,
        clock: Clock,
        *,
        parked_limit: int = PARKED_LIMIT,
    ) -> None:
        super().__init__(idle_seconds=0)  # fetching waits already
        self._store = command_runner.store
        self._source = source
        self._inbox = InboxHandler(command_runner, subscriptions, clock, parked_limit=parked_limit)
        self._turns = asyncio.Semaphore(TURNS)
        self._generation = -1
        self._partitions: dict[OffsetKey, Partition] = {}
        self.processing: defaultdict[str, Outcomes] = defaultdict(Outcomes)
        """How long batches took, by topic."""
        self.consumed: Counter[str] = Counter()
        """How many records are done with, by topic."""

    @property
    def ready(self) -> bool:
        """The group has met, and every partition that fell to us is open."""
        return self._complete() and all(
            partition.phase is Phase.READY for partition in self._partitions.values()
        )

    @property
    def lag(self) -> dict[OffsetKey, int]:
        """Records not handled yet, as far as the last fetch knows; for gauges."""
        known = ((p, self._source.known_end(at)) for at, p in self._partitions.items())
        return {p.at: max(0, end - p.offset) for p, end in known if end is not None}

    @property
    def oldest(self) -> dict[OffsetKey, datetime | None]:
        """When the first event was said of those fetched and not handled; for gauges."""
        return {at: partition.oldest for at, partition in self._partitions.items()}

    @property
    def halted(self) -> dict[OffsetKey, str]:
        """The partitions that stand still until an operator has made room, and why."""
        return {at: p.halted for at, p in self._partitions.items() if p.halted is not None}

    async def quiet(self) -> bool:
        """Everything is handled, also where a partition waits for its next reader."""
        generation = self._generation
        if not self._complete() or not all(p.idle for p in self._partitions.values()):
            return False
        try:
            ends = await self._source.ends()
            handled = {at: await self._handled(at) for at in ends}
        except Unavailable:
            return False
        # Nothing that was just looked at may have changed hands meanwhile.
        return self._generation == generation and self._complete() and handled == ends

    async def run(self) -> None:
        try:
            await super().run()
            for partition in self._partitions.values():
                await partition.stop()
        finally:
            self._drop_all()
            await self._source.close()

    async def step(self) -> int:
        """Counts nothing itself: ``done`` grows as batches end, in the partitions' tasks."""
        self._follow()
        waiting = any(p.phase is not Phase.READY for p in self._partitions.values())
        fetched = await self._source.fetch(BRIEF_SECONDS if waiting else FETCH_SECONDS)
        if self._source.generation == self._generation:
            for at in fetched.keys() & self._partitions.keys():
                self._partitions[at].put(fetched[at])
        return 0

    def _follow(self) -> None:
        if self._source.generation != self._generation:
            self._drop_all()
            self._generation = self._source.generation
        assigned = self._source.assigned or frozenset()
        for at in assigned - self._partitions.keys():
            room = max(BATCH, ROOM // len(assigned))
            self._partitions[at] = Partition(at, self._store, self._source, self._take, room)
        for partition in list(self._partitions.values()):
            if partition.task.done():
                del self._partitions[partition.at]  # the next step begins it anew, at its offset
                partition.task.result()
            if partition.phase is Phase.LOADED:
                partition.open()

    async def _take(
        self, at: OffsetKey, expected: int, batch: Sequence[ConsumerRecord], unfit: Unfit | None
    ) -> None:
        async with self._turns:
            with self.processing[at.topic].timed():
                await self._inbox.take(at, expected, batch, unfit)
        self.consumed[at.topic] += len(batch)
        self.done += len(batch)
        self._source.handled(at, batch[-1].through + 1)

    async def _handled(self, at: OffsetKey) -> int:
        """How far this service has come, here or in another process."""
        if at in self._partitions:
            return self._partitions[at].offset
        known = await self._store.offset(at)
        return await self._source.begin(at) if known is None else known

    def _drop_all(self) -> None:
        """An open batch is rolled back; if it was just committed, the offset says so."""
        for partition in self._partitions.values():
            partition.task.cancel()
        self._partitions.clear()

    def _complete(self) -> bool:
        return (
            self._source.generation == self._generation
            and self._source.assigned is not None
            and self._source.assigned == self._partitions.keys()
        )
