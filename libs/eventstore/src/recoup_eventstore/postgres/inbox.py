"""What a consumer keeps within its transaction: its offset, its watermarks, what it set aside."""

import json
from collections.abc import Collection, Mapping, Sequence

from asyncpg import Record

from recoup_events.ids import TenantId
from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.ports import Cursor, OffsetKey, Parked, WatermarkKey
from recoup_eventstore.postgres.scope import QUERIES, TenantScope


class InboxStatements(TenantScope):
    """Claim, deduplicate and park; see ``StoreTransaction``."""

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

    async def parked_keys(self, topic: str, keys: Collection[bytes]) -> Collection[bytes]:
        rows = await self._connection.fetch(QUERIES["parked_keys"], topic, list(keys))
        return {row["key"] for row in rows}

    async def park(self, messages: Sequence[Parked]) -> None:
        rows = [
            (
                m.topic,
                m.partition,
                m.offset,
                m.key,
                m.tenant,
                json.dumps([[name, value.hex()] for name, value in m.headers]),
                m.value,
                m.reason,
                m.detail,
                m.parked_at,
            )
            for m in messages
        ]
        await self._connection.executemany(QUERIES["park"], rows)

    async def count_parked(self, at: OffsetKey) -> int:
        count: int = await self._connection.fetchval(QUERIES["count_parked"], *at)
        return count

    async def parked(self, topic: str, key: bytes) -> Sequence[Parked]:
        return parked_rows(await self._connection.fetch(QUERIES["parked"], topic, key))

    async def unpark(self, messages: Sequence[Parked]) -> None:
        await self._connection.execute(QUERIES["unpark"], [m.seq for m in messages])


def parked_rows(rows: Sequence[Record]) -> Sequence[Parked]:
    return [
        Parked(
            topic=row["topic"],
            partition=row["partition"],
            offset=row["offset"],
            key=row["key"],
            headers=[(name, bytes.fromhex(value)) for name, value in json.loads(row["headers"])],
            value=row["value"],
            reason=row["reason"],
            detail=row["detail"],
            parked_at=row["parked_at"],
            tenant=None if row["tenant"] is None else TenantId(row["tenant"]),
            seq=row["seq"],
        )
        for row in rows
    ]
