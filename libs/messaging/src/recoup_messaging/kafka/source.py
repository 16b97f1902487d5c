"""Listens as a member of a consumer group; Kafka assigns partitions, PostgreSQL keeps the place."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.kafka.assignment import Assignment
from recoup_messaging.kafka.careful_reader import damaged, read_carefully
from recoup_messaging.kafka.commits import Commits
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.fetch_wait import BUSY_MS, FetchWait
from recoup_messaging.kafka.offset_lookup import OffsetLookup
from recoup_messaging.kafka.standstill import Standstill
from recoup_messaging.kafka.stop_client import part_with
from recoup_messaging.kafka.transient import transient_errors
from recoup_messaging.kafka.watchdog import Watchdog
from recoup_messaging.records import ConsumerRecord

log = logging.getLogger(__name__)
SESSION_MS = 30_000
REBALANCE_MS = 60_000
METADATA_MS = 10_000
"""A topic that is deleted and made anew is read again this soon."""
HEARTBEAT_MS = 1_000
"""How soon members learn that somebody joins or leaves."""
PARTITION_BYTES = 512 * 1024
"""Small, because a partition with unread data makes its whole broker wait."""
RECORDS_PER_FETCH = 500
CONNECT_SECONDS = 20.0
CAREFUL_SECONDS = 30.0


class KafkaSource:
    """See ``Source``. A consumer that fails or stands still is thrown away and built anew."""

    def __init__(
        self,
        kafka: KafkaConnection,
        *,
        group: str,
        topics: Collection[str],
        instance: str | None = None,
        check: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``instance`` names this process for ever: it comes back without a rebalance.

        ``check`` says, before anything that was read is handled, whether this is still the topic it seems.
        """
        self._kafka = kafka
        self._check = check
        self._settings: Mapping[str, Any] = {
            "group_id": group,
            "group_instance_id": instance,
            "client_id": instance or group,
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "session_timeout_ms": SESSION_MS,
            "rebalance_timeout_ms": REBALANCE_MS,
            "heartbeat_interval_ms": HEARTBEAT_MS,
            "metadata_max_age_ms": METADATA_MS,
            "max_partition_fetch_bytes": PARTITION_BYTES,
            "fetch_max_wait_ms": BUSY_MS,
        }
        self._topics = list(topics)
        self._assignment = Assignment()
        self._commits = Commits()
        self._watchdog = Watchdog()
        self._fetch_wait = FetchWait()
        self._positions: dict[OffsetKey, int] = {}
        self._standstill = Standstill()
        self._consumer: AIOKafkaConsumer | None = None
        self._enquiries = OffsetLookup(kafka)

    @property
    def generation(self) -> int:
        return self._assignment.generation

    @property
    def assigned(self) -> frozenset[OffsetKey] | None:
        return self._assignment.partitions

    async def fetch(self, seconds: float) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
        try:
            with transient_errors():
                consumer = await self._connected()
                fetched = await self._fetched(consumer, seconds)
                if fetched and self._check is not None:
                    await self._check()
                await self._look_after(consumer, fetched)
        except Exception:
            await self._abandon()
            raise
        return fetched

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            self._consumer = AIOKafkaConsumer(**self._kafka.arguments(), **self._settings)
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._consumer.start()
            # After the start, which would otherwise wait until the whole group has met.
            self._consumer.subscribe(self._topics, listener=self._assignment)
        return self._consumer

    async def _fetched(
        self, consumer: AIOKafkaConsumer, seconds: float
    ) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
        try:
            fetched = await _fetched(consumer, seconds)
        except Exception as error:
            if not damaged(error):
                raise
            log.warning("read record by record, for aiokafka cannot: %r", error)
            return await self._carefully(self._unread(consumer))
        ahead = {
            at: self._positions[at]
            for at, records in fetched.items()
            if records[0].offset > self._positions.get(at, records[0].offset)
        }
        suspects = self._standstill.suspects(self._unread(consumer), fetched)
        ends = await self._enquiries.ends(suspects)
        stalled = {at: offset for at, offset in suspects.items() if offset < ends[at]}
        return {**fetched, **await self._carefully({**ahead, **stalled})}

    def _unread(self, consumer: AIOKafkaConsumer) -> Mapping[OffsetKey, int]:
        """Where it is being read, and from which offset on."""
        wanted = (self.assigned or frozenset()) - {OffsetKey(*tp) for tp in consumer.paused()}
        return {at: offset for at, offset in self._positions.items() if at in wanted}

    async def _carefully(
        self, positions: Mapping[OffsetKey, int]
    ) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
        """Without aiokafka's fetching, which then goes on behind what is found."""
        if not positions:
            return {}
        async with asyncio.timeout(CAREFUL_SECONDS):
            ends = await self._enquiries.ends(positions)
            found = await read_carefully(self._kafka, positions, ends)
        for at, offset in positions.items():
            self.seek(at, found[at][-1].through + 1 if at in found else offset)
        return found

    async def _look_after(
        self, consumer: AIOKafkaConsumer, fetched: Mapping[OffsetKey, Sequence[ConsumerRecord]]
    ) -> None:
        self._positions |= {at: records[-1].through + 1 for at, records in fetched.items()}
        self._commits.offer(consumer)
        self._fetch_wait.follow(consumer, fetched=bool(fetched))
        if fetched:
            self._watchdog.saw_life()
        elif self._watchdog.barks():
            paused = {OffsetKey(*tp) for tp in consumer.paused()}
            ends = await self.ends()
            unread = {at for at, position in self._positions.items() if position < ends.get(at, 0)}
            if self.assigned is None or unread - paused:
                raise Unavailable(f"{self._settings['group_id']} reads nothing of {unread}")
            self._watchdog.saw_life()

    async def _abandon(self) -> None:
        consumer, self._consumer = self._consumer, None
        self._assignment.lose()
        self._positions.clear()
        self._watchdog.saw_life()
        if consumer is not None:
            await part_with(consumer.stop())

    async def close(self) -> None:
        if self._consumer is not None:
            await self._commits.finish(self._consumer)
        await self._abandon()
        await self._enquiries.close()

    def seek(self, at: OffsetKey, offset: int) -> None:
        self._positions[at] = offset
        with suppress(IllegalStateError):  # it is being taken from us; nothing of it will be used
            self._present().seek(TopicPartition(*at), offset)

    def pause(self, at: OffsetKey) -> None:
        with suppress(IllegalStateError):
            self._present().pause(TopicPartition(*at))

    def resume(self, at: OffsetKey) -> None:
        with suppress(IllegalStateError):
            self._present().resume(TopicPartition(*at))

    def handled(self, at: OffsetKey, next_offset: int) -> None:
        self._commits.handled(at, next_offset)

    def known_end(self, at: OffsetKey) -> int | None:
        if self.assigned is None or at not in self.assigned:
            return None
        end: int | None = self._present().highwater(TopicPartition(*at))
        return end

    async def begin(self, at: OffsetKey) -> int:
        return (await self._enquiries.begins([at]))[at]

    async def ends(self) -> Mapping[OffsetKey, int]:
        consumer = self._present()
        return await self._enquiries.ends(
            [
                OffsetKey(topic, partition)
                for topic in self._topics
                for partition in consumer.partitions_for_topic(topic) or ()
            ]
        )

    def _present(self) -> AIOKafkaConsumer:
        """The consumer of the present generation."""
        if self._consumer is None:
            raise Unavailable("there is no connection to Kafka yet")
        return self._consumer


async def _fetched(
    consumer: AIOKafkaConsumer, seconds: float
) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
    try:
        # The outer limit: while the group is being rearranged, getmany ignores its own.
        async with asyncio.timeout(seconds + 1):
            found = await consumer.getmany(
                timeout_ms=int(seconds * 1000), max_records=RECORDS_PER_FETCH
            )
    except TimeoutError:
        return {}
    places = ((OffsetKey(*tp), records) for tp, records in found.items())
    return {at: _received(at, records) for at, records in places}


def _received(at: OffsetKey, records: Sequence[Any]) -> list[ConsumerRecord]:
    return [
        ConsumerRecord(at, record.offset, record.key or b"", record.value, record.headers)
        for record in records
    ]
