"""Reads on where aiokafka cannot: raw bytes are fetched and taken apart here, batch by batch."""

from collections.abc import Mapping, Sequence
from gzip import BadGzipFile
from typing import NamedTuple

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import (
    CorruptRecordException,
    KafkaError,
    LeaderNotAvailableError,
    NoError,
    OffsetOutOfRangeError,
    RecordTooLargeError,
    UnknownError,
    UnsupportedCodecError,
    for_code,
)
from aiokafka.protocol.fetch import FetchRequest

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.kafka.batches import corrupt, framed, taken_apart
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.records import ConsumerRecord

MOST_BYTES = 4 * 1024 * 1024
READ_UNCOMMITTED = 0
NEVER = 0
"""How long the broker is to wait for more."""
KEPT_BYTES = 1024 * 1024
"""Of what has no end that could be found."""
UNREADABLE = "no batch of records: not even where it ends can be told"


def damaged(error: Exception) -> bool:
    """Whether aiokafka has choked on what it read, rather than on the way there."""
    if isinstance(error, CorruptRecordException | UnsupportedCodecError | RecordTooLargeError):
        return True
    return not isinstance(error, KafkaError | OSError | TimeoutError) or isinstance(
        error, BadGzipFile
    )


class _Fetched(NamedTuple):
    data: bytes
    end: int = 0
    """Of the partition, as far as the answer says."""
    readable: bool = True
    in_doubt: bool = False
    """The broker did not say why it cannot read it."""

    @property
    def first(self) -> int | None:
        """Where the first whole batch begins, if there is one."""
        batch = next(framed(self.data, 0), None) if self.readable else None
        return None if batch is None else int.from_bytes(batch[:8], "big", signed=True)


async def read_carefully(
    kafka: KafkaConnection,
    positions: Mapping[OffsetKey, int],
    ends: Mapping[OffsetKey, int],
) -> dict[OffsetKey, Sequence[ConsumerRecord]]:
    """What lies at each position, whatever it is; nothing of partitions that end there."""
    client = AIOKafkaClient(**kafka.arguments())
    try:
        await client.bootstrap()
        await client.set_topics({at.topic for at in positions})
        found = {at: await _read(client, at, offset, ends[at]) for at, offset in positions.items()}
    finally:
        await client.close()
    return {at: records for at, records in found.items() if records}


async def _read(
    client: AIOKafkaClient, at: OffsetKey, offset: int, end: int
) -> list[ConsumerRecord]:
    fetched = await _fetch(client, at, offset)
    found = taken_apart(at, offset, fetched.data, max(end, fetched.end))
    if found or (fetched.readable and not fetched.data):
        return found
    # Not even its length can be relied on: what comes next is for the broker to find.
    behind = await _next_readable(client, at, offset, end)
    if (
        fetched.in_doubt and behind == end
    ):  # it may be the broker that is broken, and not the record
        return []
    return [corrupt(at, offset, behind - 1, fetched.data[:KEPT_BYTES], UNREADABLE)]


async def _next_readable(client: AIOKafkaClient, at: OffsetKey, offset: int, end: int) -> int:
    """The first offset behind ``offset`` from which the broker reads a batch, or the end."""
    low, step = offset, 1
    while True:
        probe = min(offset + step, end)
        if probe >= end or (await _fetch(client, at, probe)).first is not None:
            break
        low, step = probe, step * 2
    while probe - low > 1:
        middle = (low + probe) // 2
        readable = (await _fetch(client, at, middle)).first is not None
        low, probe = (low, middle) if readable else (middle, probe)
    return probe


async def _fetch(client: AIOKafkaClient, at: OffsetKey, offset: int) -> _Fetched:
    place = TopicPartition(*at)
    leader = client.cluster.leader_for_partition(place)
    if leader in (None, -1):
        raise LeaderNotAvailableError(at)
    wanted = [(at.topic, [(at.partition, offset, MOST_BYTES)])]
    request = FetchRequest(NEVER, 1, MOST_BYTES, READ_UNCOMMITTED, wanted)
    response = await client.send(leader, request)
    [(_, [(_, code, end, *_, data)])] = response.topics
    error = for_code(code)
    if error is NoError:
        # Cut off exactly behind a batch it would look as if the partition ended there.
        return _Fetched(bytes(data or b"")[: MOST_BYTES - 1], end)
    if error is OffsetOutOfRangeError:
        return _Fetched(b"")
    if error is CorruptRecordException:
        return _Fetched(b"", readable=False)
    if error is UnknownError:
        return _Fetched(b"", readable=False, in_doubt=True)
    raise error(f"{at.topic}[{at.partition}]@{offset}")
