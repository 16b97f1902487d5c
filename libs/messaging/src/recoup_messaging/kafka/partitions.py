"""How many partitions a topic has, asked once and not followed."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient

from recoup_eventstore.errors import Unavailable
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.transient import transient_errors

ANSWER_SECONDS = 10.0


async def partitions_of(kafka: KafkaConnection, topic: str) -> int:
    """Raises ``Unavailable`` when there is no such topic."""
    client = AIOKafkaAdminClient(**kafka.arguments())
    try:
        with transient_errors():
            async with asyncio.timeout(ANSWER_SECONDS):
                await client.start()
                [described] = await client.describe_topics([topic])
    finally:
        await client.close()
    if not described["partitions"]:
        raise Unavailable(f"Kafka has no topic {topic}: make it first")
    return len(described["partitions"])
