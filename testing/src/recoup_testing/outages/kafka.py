"""Trouble that Kafka gets into, made on the real one."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient

from recoup_cli.stack import Stack, topics


@asynccontextmanager
async def suspended(stack: Stack) -> AsyncIterator[None]:
    """The broker answers nobody and hangs up on nobody."""
    stack.kill("kafka", signal.SIGSTOP)
    try:
        yield
    finally:
        stack.kill("kafka", signal.SIGCONT)


async def delete(stack: Stack, topic: str) -> None:
    """As somebody with every right might, by mistake; returns when it is gone."""
    client = AIOKafkaAdminClient(**stack.addresses.servers.kafka.arguments())
    await client.start()
    try:
        await client.delete_topics([topic])
        while topic in await client.list_topics():  # noqa: ASYNC110 - Kafka announces nothing
            await asyncio.sleep(0.05)
    finally:
        await client.close()


async def make_missing(stack: Stack, partitions: int = 6) -> None:
    """As an operator does, who then expects nothing more to do."""
    await topics.ensure(stack.addresses.servers.kafka, partitions)
