"""A member of a group on the in-memory bus."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.records import ConsumerRecord

RECORDS_PER_PARTITION = 500


class MemorySource:
    """See ``Source``; like the real one it fetches before anybody has told it where to begin."""

    def __init__(
        self,
        topics: Collection[str],
        partitions: int,
        log: Callable[[OffsetKey], Sequence[ConsumerRecord]],
        join: Callable[["MemorySource"], None],
        leave: Callable[["MemorySource"], None],
    ) -> None:
        self.topics = sorted(topics)
        self.generation = 0
        self.assigned: frozenset[OffsetKey] | None = None
        self._partitions = partitions
        self._log = log
        self._join = join
        self._leave = leave
        self._positions: dict[OffsetKey, int] = {}
        self._paused: set[OffsetKey] = set()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    def assign(self, partitions: Iterable[OffsetKey]) -> None:
        self.generation += 1
        self.assigned = frozenset(partitions)
        self._positions = dict.fromkeys(self.assigned, 0)
        self._paused.clear()
        self.wake()

    async def fetch(self, seconds: float) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
        if self.assigned is None:
            self._join(self)
        self._woken.clear()
        found = self._take()
        if not found:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), seconds)
            found = self._take()
        return found

    def _take(self) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
        found: dict[OffsetKey, Sequence[ConsumerRecord]] = {}
        for at, position in self._positions.items():
            log = self._log(at)
            begin = position if position <= len(log) else 0  # as a broker does out of range
            records = log[begin : begin + RECORDS_PER_PARTITION]
            if records and at not in self._paused:
                found[at] = records
        self._positions |= {at: records[-1].offset + 1 for at, records in found.items()}
        return found

    def seek(self, at: OffsetKey, offset: int) -> None:
        self._positions[at] = offset
        self.wake()

    def pause(self, at: OffsetKey) -> None:
        self._paused.add(at)

    def resume(self, at: OffsetKey) -> None:
        self._paused.discard(at)
        self.wake()

    def handled(self, at: OffsetKey, next_offset: int) -> None:
        """There are no lag tools to tell."""

    def known_end(self, at: OffsetKey) -> int | None:
        return len(self._log(at))

    async def begin(self, at: OffsetKey) -> int:
        return 0

    async def ends(self) -> Mapping[OffsetKey, int]:
        places = (OffsetKey(t, n) for t in self.topics for n in range(self._partitions))
        return {at: len(self._log(at)) for at in places}

    async def close(self) -> None:
        self._leave(self)
        self.assigned = None
        self.generation += 1
