"""Topics of one test on a shared broker, and all that was ever published to one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from secrets import token_hex

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete

from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.partitions import partitions_of
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.records import ConsumerRecord
from recoup_testing.loops import eventually

FETCH_SECONDS = 0.05
TO_THE_END = -1
"""In Kafka's protocol, the high watermark."""


@asynccontextmanager
async def topic_of_its_own(
    kafka: KafkaConnection, name: str, partitions: int, configs: Mapping[str, str] | None = None
) -> AsyncIterator[str]:
    """A new topic with its leaders elected; it is deleted afterwards."""
    admin = AIOKafkaAdminClient(**kafka.arguments())
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1, topic_configs=configs)])

        async def led() -> bool:
            [described] = await admin.describe_topics([name])
            leaders = [partition["leader"] for partition in described["partitions"]]
            return len(leaders) == partitions and min(leaders) >= 0

        await eventually(led)
        yield name
        await admin.delete_topics([name])
    finally:
        await admin.close()


async def published(kafka: KafkaConnection, topic: str) -> Sequence[ConsumerRecord]:
    """Every record of a topic, each partition in its order."""
    reader = KafkaSource(kafka, group=f"reader-{token_hex(6)}", topics=[topic])
    found: list[ConsumerRecord] = []

    async def read_to_the_end() -> bool:
        fetched = await reader.fetch(FETCH_SECONDS)
        found.extend(record for records in fetched.values() for record in records)
        ends = await reader.ends()
        return bool(ends) and len(found) == sum(ends.values())

    try:
        await eventually(read_to_the_end)
    finally:
        await reader.close()
    return found


async def emptied(kafka: KafkaConnection, topic: str) -> None:
    """As when all that was published is older than Kafka keeps it; offsets go on from there."""
    places = [TopicPartition(topic, at) for at in range(await partitions_of(kafka, topic))]
    admin = AIOKafkaAdminClient(**kafka.arguments())
    await admin.start()
    try:
        await admin.delete_records(dict.fromkeys(places, RecordsToDelete(before_offset=TO_THE_END)))
    finally:
        await admin.close()
