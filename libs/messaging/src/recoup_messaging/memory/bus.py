"""Topics as lists: what a broker promises, and nothing it might lose."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.memory.source import MemorySource
from recoup_messaging.partitioner import partition_of
from recoup_messaging.records import ConsumerRecord, Record


class MemoryBus:
    """Its own ``Publisher``; ``source`` gives members of groups."""

    def __init__(self, partitions: int = 3) -> None:
        self.partitions = partitions
        self._logs: defaultdict[OffsetKey, list[ConsumerRecord]] = defaultdict(list)
        self._groups: defaultdict[str, list[MemorySource]] = defaultdict(list)

    def log(self, at: OffsetKey) -> Sequence[ConsumerRecord]:
        """All records of a partition; a record's index is its offset."""
        return self._logs[at]

    async def publish(self, records: Iterable[Record]) -> None:
        for record in records:
            at = OffsetKey(record.topic, partition_of(record.key, self.partitions))
            log = self._logs[at]
            log.append(ConsumerRecord(at, len(log), record.key, record.value, record.headers))
        for members in self._groups.values():
            for member in members:
                member.wake()
        await asyncio.sleep(0)

    async def renew(self) -> None:
        """There is no connection to throw away."""

    async def close(self) -> None:
        """There is no connection to close."""

    def source(self, group: str, topics: Collection[str]) -> MemorySource:
        """A new member; it joins with its first fetch."""
        members = self._groups[group]

        def join(member: MemorySource) -> None:
            members.append(member)
            self._share_out(members)

        def leave(member: MemorySource) -> None:
            if member in members:
                members.remove(member)
                self._share_out(members)

        return MemorySource(topics, self.partitions, self.log, join, leave)

    def _share_out(self, members: Sequence[MemorySource]) -> None:
        for i, member in enumerate(members):
            member.assign(
                OffsetKey(topic, partition)
                for topic in member.topics
                for partition in range(self.partitions)
                if partition % len(members) == i
            )
