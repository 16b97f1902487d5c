"""The topics events travel on, ready to take the first one."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError
from tenacity import retry, retry_if_exception, wait_fixed

from recoup_cli.stack.errors import StackFailed
from recoup_events.kernel.topics import TOPICS
from recoup_messaging.kafka.connection import KafkaConnection

_PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.1


async def ensure(kafka: KafkaConnection, partitions: int) -> None:
    """Make the topics that are missing, and wait until every partition has a leader."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await _ensure(kafka, partitions)
    except (KafkaError, TimeoutError) as error:
        raise StackFailed(
            f"Kafka at {kafka.bootstrap} did not get its topics ready: {error or 'no leaders yet'}. "
            "Look into its log: `recoup logs kafka`."
        ) from error


def _is_starting(error: BaseException) -> bool:
    return isinstance(error, KafkaError) and error.retriable


@retry(retry=retry_if_exception(_is_starting), wait=wait_fixed(_POLL_SECONDS))
async def _ensure(kafka: KafkaConnection, partitions: int) -> None:
    client = AIOKafkaAdminClient(**kafka.arguments())
    await client.start()
    try:
        missing = set(TOPICS) - set(await client.list_topics())
        await client.create_topics([NewTopic(name, partitions, 1) for name in sorted(missing)])
        while not await _are_led(client):  # noqa: ASYNC110 - Kafka announces nothing
            await asyncio.sleep(_POLL_SECONDS)
    finally:
        await client.close()


async def _are_led(client: AIOKafkaAdminClient) -> bool:
    described = await client.describe_topics(list(TOPICS))
    partitions = [partition for topic in described for partition in topic["partitions"]]
    return bool(partitions) and all(partition["leader"] >= 0 for partition in partitions)
