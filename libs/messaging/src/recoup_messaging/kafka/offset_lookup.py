"""Asks where partitions begin and end, on a connection of its own.

A broker answers a connection's requests one after the other: behind a fetch that waits for
records, a question would wait as long.
"""

import asyncio
from collections.abc import Collection, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.stop_client import part_with
from recoup_messaging.kafka.transient import transient_errors

ANSWER_SECONDS = 10.0


class OffsetLookup:
    """Connects when first asked; a client that fails is thrown away."""

    def __init__(self, kafka: KafkaConnection) -> None:
        self._kafka = kafka
        self._client: AIOKafkaConsumer | None = None
        self._turn = asyncio.Lock()

    async def begins(self, places: Collection[OffsetKey]) -> Mapping[OffsetKey, int]:
        return await self._ask("beginning_offsets", places)

    async def ends(self, places: Collection[OffsetKey]) -> Mapping[OffsetKey, int]:
        return await self._ask("end_offsets", places)

    async def _ask(self, question: str, places: Collection[OffsetKey]) -> Mapping[OffsetKey, int]:
        if not places:
            return {}
        try:
            with transient_errors():
                async with self._turn, asyncio.timeout(ANSWER_SECONDS):
                    client = await self._connected()
                    found = await getattr(client, question)([TopicPartition(*p) for p in places])
        except Exception:
            await self.close()
            raise
        return {OffsetKey(*place): offset for place, offset in found.items()}

    async def _connected(self) -> AIOKafkaConsumer:
        if self._client is None:
            self._client = AIOKafkaConsumer(**self._kafka.arguments())
            await self._client.start()
        return self._client

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await part_with(client.stop())
