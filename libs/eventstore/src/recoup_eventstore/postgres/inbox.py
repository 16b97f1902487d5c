"""What a consumer keeps within its transaction: its offset and its watermarks."""

from collections.abc import Mapping

from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.ports import Cursor, OffsetKey, WatermarkKey
from recoup_eventstore.postgres.scope import QUERIES, TenantScope


class InboxStatements(TenantScope):
    """Claim and deduplicate; see ``StoreTransaction``."""

    async def claim(self, at: OffsetKey, expected: int, next_offset: int) -> None:
        await self._connection.execute(QUERIES["first_claim"], at.topic, at.partition, expected)
        done = await self._connection.execute(
            QUERIES["claim"], at.topic, at.partition, expected, next_offset
        )
        if done != "UPDATE 1":
            raise OffsetTaken(f"{at.topic}[{at.partition}] no longer stands at {expected}")

    async def watermarks(self, topic: str, partition: int) -> Mapping[WatermarkKey, Cursor]:
        rows = await self._connection.fetch(QUERIES["watermarks"], topic, partition)
        return {
            WatermarkKey(topic, partition, row["slot"]): Cursor(row["gen"], row["txid"], row["pos"])
            for row in rows
        }

    async def raise_watermarks(self, marks: Mapping[WatermarkKey, Cursor]) -> None:
        rows = ((*key, *cursor) for key, cursor in marks.items())
        await self._connection.execute(QUERIES["raise_watermarks"], *zip(*rows, strict=True))
