"""What every publisher promises; the bus in memory and Kafka are held to the same words."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from secrets import token_hex

import pytest

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.ports import Publisher, Source
from recoup_messaging.records import ConsumerRecord
from recoup_testing.fake_subscriber import record

KEYS = [f"cus_{n}" for n in range(20)]
NOBODY = KafkaConnection("127.0.0.1:1")


@dataclass(frozen=True)
class Wire:
    """Where records go in, and where they come out."""

    topic: str
    publisher: Publisher
    source: Source

    async def publish(self, counts: Sequence[int]) -> None:
        await self.publisher.publish(
            [record(by, key=key)._replace(topic=self.topic) for by in counts for key in KEYS]
        )

    async def received(self, count: int) -> dict[bytes, list[ConsumerRecord]]:
        """That many records from the beginning, by key."""
        by_key: defaultdict[bytes, list[ConsumerRecord]] = defaultdict(list)
        while sum(map(len, by_key.values())) < count:
            for records in (await self.source.fetch(0.1)).values():
                for received in records:
                    by_key[received.key].append(received)
        return by_key


@pytest.fixture
async def memory_wire() -> Wire:
    bus = MemoryBus()
    return Wire("recoup.test", bus, bus.source("test", ["recoup.test"]))


@pytest.fixture
async def kafka_wire(kafka: KafkaConnection, topic: str) -> AsyncIterator[Wire]:
    source = KafkaSource(kafka, group=f"test-{token_hex(6)}", topics=[topic])
    publisher = KafkaPublisher(kafka, client_id="test")
    yield Wire(topic, publisher, source)
    await publisher.close()
    await source.close()


@pytest.fixture(params=["memory_wire", pytest.param("kafka_wire", marks=pytest.mark.servers)])
def wire(request: pytest.FixtureRequest) -> Wire:
    chosen: Wire = request.getfixturevalue(request.param)
    return chosen


async def test_records_of_a_key_stay_in_order_in_one_partition_across_batches(wire: Wire) -> None:
    sent = {key: [record(by, key=key).value for by in range(1, 51)] for key in KEYS}
    await wire.publish(range(1, 41))
    await wire.publish(range(41, 51))
    by_key = await wire.received(50 * len(KEYS))
    assert {
        key.decode().removeprefix("acme/"): [r.value for r in rs] for key, rs in by_key.items()
    } == sent
    assert {len({received.at for received in records}) for records in by_key.values()} == {1}


async def test_a_record_arrives_with_its_headers(wire: Wire) -> None:
    await wire.publish([1])
    by_key = await wire.received(len(KEYS))
    sent = record(1, key=KEYS[0])
    assert [list(received.headers) for received in by_key[sent.key]] == [list(sent.headers)]


async def test_keys_spread_over_the_partitions(wire: Wire) -> None:
    await wire.publish([1])
    by_key = await wire.received(len(KEYS))
    places: set[OffsetKey] = {received.at for (received,) in by_key.values()}
    assert len(places) > 1


async def test_after_a_renewal_publishing_goes_on(wire: Wire) -> None:
    await wire.publish([1])
    await wire.publisher.renew()
    await wire.publish([2])
    assert all(len(records) == 2 for records in (await wire.received(2 * len(KEYS))).values())


async def test_more_than_one_batch_fits_into_one_publishing(wire: Wire) -> None:
    await wire.publish(range(1, 1001))
    by_key = await wire.received(1000 * len(KEYS))
    assert {len(records) for records in by_key.values()} == {1000}


async def test_without_a_broker_publishing_is_unavailable() -> None:
    publisher = KafkaPublisher(NOBODY, client_id="test", timeout_seconds=1)
    with pytest.raises(Unavailable):
        await publisher.publish([record(1)])


@pytest.mark.servers
async def test_without_the_topic_publishing_is_unavailable_until_it_exists(
    kafka: KafkaConnection,
) -> None:
    publisher = KafkaPublisher(kafka, client_id="test", timeout_seconds=1)
    with pytest.raises(Unavailable):
        await publisher.publish([record(1)._replace(topic="recoup.nowhere")])


async def test_without_a_broker_listening_is_unavailable() -> None:
    source = KafkaSource(NOBODY, group="test", topics=["recoup.invoice"])
    with pytest.raises(Unavailable):
        await source.fetch(0.1)
    await source.close()
