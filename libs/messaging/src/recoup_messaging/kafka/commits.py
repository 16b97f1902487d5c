"""Tells the broker's lag tools how far we are; where we go on, PostgreSQL alone decides."""

import asyncio
import logging

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from recoup_eventstore.ports import OffsetKey

log = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
TIMEOUT_SECONDS = 3.0


class Commits:
    """Explicit offsets, in the background, and never a reason to stop (aiokafka #929, #1084)."""

    def __init__(self) -> None:
        self._handled: dict[TopicPartition, int] = {}
        self._running: asyncio.Task[None] | None = None
        self._next_at = 0.0

    def handled(self, at: OffsetKey, next_offset: int) -> None:
        self._handled[TopicPartition(*at)] = next_offset

    def offer(self, consumer: AIOKafkaConsumer) -> None:
        """Commit now and then, unless a commit is still under way."""
        now = asyncio.get_running_loop().time()
        busy = self._running is not None and not self._running.done()
        if self._handled and not busy and now >= self._next_at:
            self._next_at = now + EVERY_SECONDS
            self._running = asyncio.create_task(self._commit(consumer))

    async def finish(self, consumer: AIOKafkaConsumer) -> None:
        """Commit what is left before leaving the group."""
        if self._running is not None:
            await self._running
        if self._handled:
            await self._commit(consumer)

    async def _commit(self, consumer: AIOKafkaConsumer) -> None:
        offsets, self._handled = self._handled, {}
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await consumer.commit(offsets)
        except (KafkaError, TimeoutError) as error:
            log.debug("offsets were not committed to Kafka: %r", error)
