"""What a consumer keeps within its transaction: its offset and its watermarks."""

from collections.abc import Collection, Sequence

from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.ports import Claimed, Cursor, OffsetKey, Watermarks
from recoup_eventstore.postgres.parking import headers_of
from recoup_eventstore.postgres.scope import QUERIES, TenantScope

NOTHING_RAISED: Sequence[Sequence[int]] = ((), (), (), ())


class InboxStatements(TenantScope):
    """Claim and deduplicate; see ``StoreTransaction``."""

    async def claim(
        self,
        at: OffsetKey,
        expected: int,
        next_offset: int,
        marks: Watermarks,
        keys: Collection[bytes],
    ) -> Claimed:
        raised = list(zip(*((slot, *mark) for slot, mark in marks.items()), strict=True))
        [row] = await self._connection.fetch(
            QUERIES["claim"],
            *(at.topic, at.partition, expected, next_offset, list(keys)),
            *(raised or NOTHING_RAISED),
        )
        if not row["claimed"]:
            raise OffsetTaken(f"{at.topic}[{at.partition}] no longer stands at {expected}")
        before = {slot: Cursor(*mark) for slot, *mark in row["watermarks"]}
        implausible = [(key, headers_of(text)) for key, text in row["implausible"]]
        return Claimed(before, frozenset(row["parked_keys"]), implausible)

    async def watermarks(self, at: OffsetKey, slots: Collection[int]) -> Watermarks:
        rows = await self._connection.fetch(QUERIES["watermarks"], *at, list(slots))
        return {slot: Cursor(*mark) for slot, *mark in rows}

    async def raise_watermarks(self, at: OffsetKey, marks: Watermarks) -> None:
        rows = [(*at, slot, *mark) for slot, mark in marks.items()]
        await self._connection.executemany(QUERIES["raise_watermark"], rows)
