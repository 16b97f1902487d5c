"""Topics of one test on a shared broker, and all that was ever published to one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from secrets import token_hex

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.records import Received
from recoup_testing.loops import eventually

FETCH_SECONDS = 0.05


@asynccontextmanager
async def topic_of_its_own(kafka: str, name: str, partitions: int) -> AsyncIterator[str]:
    """A new topic with its leaders elected; it is deleted afterwards."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1)])

        async def led() -> bool:
            [described] = await admin.describe_topics([name])
            leaders = [partition["leader"] for partition in described["partitions"]]
            return len(leaders) == partitions and min(leaders) >= 0

        await eventually(led)
        yield name
        await admin.delete_topics([name])
    finally:
        await admin.close()


async def published(kafka: str, topic: str) -> Sequence[Received]:
    """Every record of a topic, each partition in its order."""
    reader = KafkaSource(kafka, group=f"reader-{token_hex(6)}", topics=[topic])
    found: list[Received] = []

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
