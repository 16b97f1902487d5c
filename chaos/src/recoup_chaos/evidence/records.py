"""Every record of every topic, read as a bystander who belongs to no group."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer

from recoup_events.kernel.topics import TOPICS
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.kafka.connection import KafkaConnection


class Published(NamedTuple):
    """One record as it stands in its topic."""

    at: OffsetKey
    offset: int
    key: bytes
    event_id: str
    value: str


Ends = Mapping[OffsetKey, int]


async def records(kafka: KafkaConnection) -> tuple[list[Published], Ends]:
    """All that was published, each partition in its order, and where the partitions end."""
    consumer = AIOKafkaConsumer(
        *TOPICS, **kafka.arguments(), group_id=None, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        places = consumer.assignment()
        ends = await consumer.end_offsets(places)
        found: list[Published] = []
        while [place for place in places if await consumer.position(place) < ends[place]]:
            for batch in (await consumer.getmany(timeout_ms=1000)).values():
                found.extend(map(_published, batch))
    finally:
        await consumer.stop()
    return found, {OffsetKey(*place): end for place, end in ends.items()}


def _published(record: Any) -> Published:
    event_id = dict(record.headers).get("ce_id", b"").decode()
    at = OffsetKey(record.topic, record.partition)
    return Published(at, record.offset, record.key, event_id, record.value.decode())
