"""Publishes in order and acknowledged, with a producer that is replaced whenever it is in doubt."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer

from recoup_messaging.kafka.farewell import part_with
from recoup_messaging.kafka.weather import weather
from recoup_messaging.partitioning import partition_of
from recoup_messaging.records import Record

TIMEOUT_SECONDS = 10.0
"""Less than a relay lease: whoever hangs gives up before somebody else takes over."""
BATCH_BYTES = 256 * 1024


class KafkaPublisher:
    """See ``Publisher``.

    Idempotence is for order: without it a later batch may arrive where an earlier one failed.
    An error leaves the producer's sequence numbers in doubt (aiokafka #1017), so it goes.
    """

    def __init__(
        self, bootstrap: str, *, client_id: str, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._bootstrap = bootstrap
        self._client_id = client_id
        self._timeout_seconds = timeout_seconds
        self._producer: AIOKafkaProducer | None = None

    async def publish(self, records: Sequence[Record]) -> None:
        try:
            with weather():
                async with asyncio.timeout(self._timeout_seconds):
                    await self._publish(await self._connected(), records)
        except Exception:
            await self.renew()
            raise

    async def renew(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await part_with(producer.stop())

    async def close(self) -> None:
        await self.renew()

    async def _connected(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                client_id=self._client_id,
                enable_idempotence=True,
                acks="all",
                compression_type="lz4",
                max_batch_size=BATCH_BYTES,
                request_timeout_ms=int(self._timeout_seconds * 1000),
            )
            await self._producer.start()
        return self._producer

    async def _publish(self, producer: AIOKafkaProducer, records: Sequence[Record]) -> None:
        counts = {
            topic: len(await producer.partitions_for(topic))
            for topic in {record.topic for record in records}
        }
        places: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
        for record in records:
            place = (record.topic, partition_of(record.key, counts[record.topic]))
            places[place].append(record)
        sendings = (_send(producer, *place, mine) for place, mine in places.items())
        # Every partition comes to its end before the first error is raised: no stray tasks.
        for outcome in await asyncio.gather(*sendings, return_exceptions=True):
            if outcome is not None:
                raise outcome


async def _send(
    producer: AIOKafkaProducer, topic: str, partition: int, records: Sequence[Record]
) -> None:
    """Whole batches at once: more than twice as fast as record by record."""
    deliveries: list[Any] = []
    batch = producer.create_batch()
    for record in records:
        if _append(batch, record):
            continue
        deliveries.append(await producer.send_batch(batch, topic, partition=partition))
        batch = producer.create_batch()
        _append(batch, record)
    deliveries.append(await producer.send_batch(batch, topic, partition=partition))
    await asyncio.gather(*deliveries)


def _append(batch: Any, record: Record) -> bool:
    """False when the batch is full. The broker's retention counts from publishing, hence no time."""
    appended = batch.append(
        timestamp=None, key=record.key, value=record.value, headers=record.headers
    )
    return appended is not None
