"""Too many parked messages halt their partition, loudly and alone, until an operator makes room."""

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.parked import OperatorRequest, ParkedFilter
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.consumer import Consumer
from recoup_messaging.corrections import skip
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.partitioner import partition_of
from recoup_messaging.ports import Publisher, Source
from recoup_messaging.records import Record
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    command_runner_of,
    received_by,
    record,
)
from recoup_testing.loops import eventually, running, settled
from recoup_testing.parked_samples import number, parked

PARTITIONS = 4
LIMIT = 3
ORDER = OperatorRequest("ada", "a test went astray", NOON)
NAMES = [f"cus_{n}" for n in range(40)]
POISONED, *ELSEWHERE = NAMES


def place(name: str) -> int:
    return partition_of(record(1, key=name).key, PARTITIONS)


NEIGHBOUR = next(name for name in ELSEWHERE if place(name) == place(POISONED))
FAR = next(name for name in ELSEWHERE if place(name) != place(POISONED))


def flood() -> list[Record]:
    """More than there is room for, and after it somebody who has nothing to do with it."""
    poison = [record(n, key=POISONED)._replace(value=b"{") for n in range(1, LIMIT + 3)]
    return [*poison, record(1, key=NEIGHBOUR), record(1, key=FAR)]


def named(topic: str) -> list[Record]:
    return [r._replace(topic=topic) for r in flood()]


async def drowns_and_recovers(
    command_runner: CommandRunner, source: Source, publisher: Publisher, records: list[Record]
) -> None:
    consumer = Consumer(command_runner, source, COUNTS_ALONG, TurnedClock(NOON), parked_limit=LIMIT)

    async def halted() -> bool:
        return bool(consumer.halted)

    async def received_far_away() -> bool:
        return await received_by(command_runner, FAR) == (1,)

    await publisher.publish(records)
    async with running(consumer):
        await eventually(halted)
        await eventually(received_far_away)
        [complaint] = consumer.halted.values()
        assert f"the limit is {LIMIT}" in complaint
        assert len(await parked(command_runner)) == LIMIT
        assert not await consumer.quiet()
        assert await received_by(command_runner, NEIGHBOUR) == ()
        for message in await command_runner.store.list_parked(0, LIMIT - 1, ParkedFilter()):
            await skip(command_runner, number(message), ORDER)
        await settled(consumer)
        assert not consumer.halted
    assert await received_by(command_runner, NEIGHBOUR) == (1,)
    assert len(await parked(command_runner)) == LIMIT


async def test_in_memory(memory_store: MemoryStore) -> None:
    bus = MemoryBus(partitions=PARTITIONS)
    source = bus.source("subscriber", COUNTS_ALONG.topics)
    await drowns_and_recovers(command_runner_of(memory_store), source, bus, flood())


@pytest.mark.servers
async def test_on_kafka(
    kafka: KafkaConnection, topic: str, owner: str, postgres_store: PostgresStore
) -> None:
    publisher = KafkaPublisher(kafka, client_id="test")
    source = KafkaSource(kafka, group=f"subscriber-{owner}", topics=[topic])
    await drowns_and_recovers(command_runner_of(postgres_store), source, publisher, named(topic))
    await publisher.close()


async def test_a_halted_consumer_can_be_stopped(memory_store: MemoryStore) -> None:
    bus = MemoryBus(partitions=PARTITIONS)
    await bus.publish(flood())
    source = bus.source("subscriber", COUNTS_ALONG.topics)
    consumer = Consumer(
        command_runner_of(memory_store), source, COUNTS_ALONG, TurnedClock(NOON), parked_limit=LIMIT
    )

    async def halted() -> bool:
        return bool(consumer.halted)

    async with running(consumer):
        await eventually(halted)
