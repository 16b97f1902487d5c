"""What a consumer keeps within one in-memory transaction."""

from collections.abc import Callable, Collection, Sequence

from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.memory.tables import Tables
from recoup_eventstore.parked import HOLDS_NOBODY, Intervention, Parked, Reason
from recoup_eventstore.ports import START, Claimed, OffsetKey, Watermarks


class MemoryInbox:
    """Claim, deduplicate and park; see ``StoreTransaction``."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._staged: list[Callable[[], None]] = []

    async def claim(
        self,
        at: OffsetKey,
        expected: int,
        next_offset: int,
        marks: Watermarks,
        keys: Collection[bytes],
    ) -> Claimed:
        if self._tables.offsets.get(at, expected) != expected:
            raise OffsetTaken(f"{at.topic}[{at.partition}] no longer stands at {expected}")
        known = self._tables.watermarks
        before = {slot: known[at, slot] for slot in marks if (at, slot) in known}
        raised = {(at, slot): max(mark, before.get(slot, START)) for slot, mark in marks.items()}

        def move() -> None:
            self._tables.offsets[at] = next_offset
            known.update(raised)

        self._staged.append(move)
        parked = [m for m in self._tables.parking.waiting if m.topic == at.topic and m.key in keys]
        return Claimed(
            before,
            {m.key for m in parked if m.reason not in HOLDS_NOBODY},
            [(m.key, m.content.headers) for m in parked if m.reason is Reason.IMPLAUSIBLE],
        )

    async def watermarks(self, at: OffsetKey, slots: Collection[int]) -> Watermarks:
        known = self._tables.watermarks
        return {slot: known[at, slot] for slot in slots if (at, slot) in known}

    async def raise_watermarks(self, at: OffsetKey, marks: Watermarks) -> None:
        def raise_all() -> None:
            known = self._tables.watermarks
            for slot, mark in marks.items():
                known[at, slot] = max(mark, known.get((at, slot), START))

        self._staged.append(raise_all)

    async def park(self, messages: Sequence[Parked]) -> None:
        def park_all() -> None:
            for message in messages:
                self._tables.parking.park(message)

        self._staged.append(park_all)

    async def count_parked(self, at: OffsetKey) -> int:
        return sum(
            (m.topic, m.partition) == at and m.reason not in HOLDS_NOBODY
            for m in self._tables.parking.waiting
        )

    async def parked(self, topic: str, key: bytes) -> Sequence[Parked]:
        return [m for m in self._tables.parking.waiting if (m.topic, m.key) == (topic, key)]

    async def unpark(self, messages: Sequence[Parked]) -> None:
        self._staged.append(lambda: self._tables.parking.unpark(messages))

    async def note(self, interventions: Sequence[Intervention]) -> None:
        self._staged.append(lambda: self._tables.parking.note(interventions))
