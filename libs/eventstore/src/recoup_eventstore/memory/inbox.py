"""What a consumer keeps within one in-memory transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence

from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.memory.tables import Tables
from recoup_eventstore.parked import Intervention, Parked
from recoup_eventstore.ports import Cursor, OffsetKey, WatermarkKey


class MemoryInbox:
    """Claim, deduplicate and park; see ``StoreTransaction``."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._staged: list[Callable[[], None]] = []

    async def claim(self, at: OffsetKey, expected: int, next_offset: int) -> None:
        if self._tables.offsets.get(at, expected) != expected:
            raise OffsetTaken(f"{at.topic}[{at.partition}] no longer stands at {expected}")
        self._staged.append(lambda: self._tables.offsets.update({at: next_offset}))

    async def watermarks(self, topic: str, partition: int) -> Mapping[WatermarkKey, Cursor]:
        marks = self._tables.watermarks
        return {k: c for k, c in marks.items() if (k.topic, k.partition) == (topic, partition)}

    async def raise_watermarks(self, marks: Mapping[WatermarkKey, Cursor]) -> None:
        self._staged.append(lambda: self._tables.watermarks.update(marks))

    async def parked_keys(self, topic: str, keys: Collection[bytes]) -> Collection[bytes]:
        waiting = self._tables.parking.waiting
        return {m.key for m in waiting if m.topic == topic and m.key in keys}

    async def park(self, messages: Sequence[Parked]) -> None:
        def park_all() -> None:
            for message in messages:
                self._tables.parking.park(message)

        self._staged.append(park_all)

    async def count_parked(self, at: OffsetKey) -> int:
        return sum((m.topic, m.partition) == at for m in self._tables.parking.waiting)

    async def parked(self, topic: str, key: bytes) -> Sequence[Parked]:
        return [m for m in self._tables.parking.waiting if (m.topic, m.key) == (topic, key)]

    async def unpark(self, messages: Sequence[Parked]) -> None:
        self._staged.append(lambda: self._tables.parking.unpark(messages))

    async def note(self, interventions: Sequence[Intervention]) -> None:
        self._staged.append(lambda: self._tables.parking.note(interventions))
