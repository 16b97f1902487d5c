"""The broker as whoever holds a password for it sees it; or nobody's password."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from aiokafka.helpers import create_ssl_context
from aiokafka.protocol.produce import ProduceRequest

from recoup_attack.batches import Record, batch
from recoup_attack.target import Kafka

ACKNOWLEDGED_BY_LEADER = 1
TIMEOUT_MS = 5_000
GONE = (KafkaError, OSError, TimeoutError)


def security(kafka: Kafka, user: str | None) -> Mapping[str, Any]:
    """How this user connects; ``None`` comes without saying who it is."""
    if user is None or not kafka.users:
        return {}
    secured: dict[str, Any] = {
        "security_protocol": "SASL_PLAINTEXT" if kafka.ca is None else "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": user,
        "sasl_plain_password": kafka.users[user],
    }
    if kafka.ca is not None:
        secured["ssl_context"] = create_ssl_context(cafile=kafka.ca)
    return secured


class Bus:
    """Writes whatever bytes it is given."""

    def __init__(self, client: AIOKafkaClient) -> None:
        self._client = client

    async def partitions(self, topic: str) -> Sequence[int]:
        await self._client.set_topics([topic])
        return sorted(self._client.cluster.partitions_for_topic(topic) or ())

    async def write(self, topic: str, partition: int, records: bytes) -> int:
        """The broker's error code; 0 when it took them."""
        node = self._client.cluster.leader_for_partition(TopicPartition(topic, partition))
        request = ProduceRequest(
            None, ACKNOWLEDGED_BY_LEADER, TIMEOUT_MS, [(topic, [(partition, records)])]
        )
        answer = await self._client.send(node, request)
        return int(answer.topics[0][1][0][1])

    async def put(self, topic: str, records: Sequence[Record], **trouble: int) -> Sequence[int]:
        """The same records into every partition; gives the error codes."""
        raw = batch(records, int(time.time() * 1000), **trouble)
        return [await self.write(topic, each, raw) for each in await self.partitions(topic)]


@asynccontextmanager
async def bus(kafka: Kafka, user: str | None) -> AsyncIterator[Bus]:
    client = AIOKafkaClient(
        bootstrap_servers=kafka.bootstrap, request_timeout_ms=TIMEOUT_MS, **security(kafka, user)
    )
    try:
        async with asyncio.timeout(TIMEOUT_MS / 1000 * 2):
            await client.bootstrap()
        yield Bus(client)
    finally:
        await client.close()


async def everything(kafka: Kafka, user: str | None, topic: str) -> list[Any]:
    """All records of a topic, as far as it reaches now."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, **security(kafka, user))
    await consumer.start()
    try:
        return await _everything(consumer, topic)
    finally:
        await consumer.stop()


async def _everything(consumer: AIOKafkaConsumer, topic: str) -> list[Any]:
    numbers = consumer.partitions_for_topic(topic)
    while not numbers:
        await consumer._client.force_metadata_update()
        await consumer.topics()
        numbers = consumer.partitions_for_topic(topic)
    partitions = [TopicPartition(topic, number) for number in numbers]
    consumer.assign(partitions)
    await consumer.seek_to_beginning(*partitions)
    ends = await consumer.end_offsets(partitions)
    found: list[Any] = []
    while [each for each in partitions if await consumer.position(each) < ends[each]]:
        fetched = await consumer.getmany(timeout_ms=500)
        found += [record for records in fetched.values() for record in records]
    return found
