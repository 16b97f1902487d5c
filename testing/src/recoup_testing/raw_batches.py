"""Batches of records written byte by byte, as no client of ours would write them."""

from collections.abc import Sequence
from struct import pack_into

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import NoError, NotLeaderForPartitionError, for_code
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.records import Record
from recoup_testing.loops import eventually

NO_PRODUCER = -1
ROOM = 1024 * 1024
CHECKSUM_AT, CHECKED_FROM = 17, 21
SECONDS_MS = 10_000


def batch_of(records: Sequence[Record], *, compression: int = 0) -> bytes:
    """As a producer writes it."""
    builder = DefaultRecordBatchBuilder(
        2, compression, 0, NO_PRODUCER, NO_PRODUCER, NO_PRODUCER, ROOM
    )
    for n, each in enumerate(records):
        builder.append(n, 0, each.key, each.value, list(each.headers))
    return bytes(builder.build())


def checksummed(batch: bytes) -> bytes:
    """With the checksum that its bytes have now."""
    changed = bytearray(batch)
    pack_into(">I", changed, CHECKSUM_AT, calc_crc32c(batch[CHECKED_FROM:]))
    return bytes(changed)


async def write_raw(kafka: KafkaConnection, place: TopicPartition, *batches: bytes) -> None:
    """Each is sent by itself, and the broker must take it."""
    client = AIOKafkaClient(**kafka.arguments())
    try:
        await client.bootstrap()
        await client.set_topics({place.topic})
        for batch in batches:

            async def taken(batch: bytes = batch) -> bool:
                return await _written(client, place, batch)

            await eventually(taken)
    finally:
        await client.close()


async def _written(client: AIOKafkaClient, place: TopicPartition, batch: bytes) -> bool:
    """False while the broker of a new topic does not know yet that it leads it."""
    leader = client.cluster.leader_for_partition(place)
    content = [(place.topic, [(place.partition, batch)])]
    answer = await client.send(leader, ProduceRequest(None, -1, SECONDS_MS, content))
    [(_, [(_, code, *_)])] = answer.topics
    error = for_code(code)
    assert error in (NoError, NotLeaderForPartitionError), error
    return error is NoError
