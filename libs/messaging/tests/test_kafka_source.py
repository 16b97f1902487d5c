"""A group member on Kafka trusts the store for its place, and is replaced when it stands still."""

from secrets import token_hex

import pytest
from aiokafka import AIOKafkaConsumer

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.fetch_wait import BUSY_MS, IDLE_MS, FetchWait
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.kafka.watchdog import Watchdog
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    command_runner_of,
    received_by,
    record,
    total_of,
)
from recoup_testing.loops import eventually, running, settled

PATIENCE_SECONDS = 90.0


def subscriber(command_runner: CommandRunner, source: KafkaSource) -> Consumer:
    return Consumer(command_runner, source, COUNTS_ALONG, TurnedClock(NOON))


async def publish(kafka: KafkaConnection, topic: str, *counts: int, position: int = 0) -> None:
    publisher = KafkaPublisher(kafka, client_id="test")
    await publisher.publish(
        [record(by, position=position + n)._replace(topic=topic) for n, by in enumerate(counts, 1)]
    )
    await publisher.close()


@pytest.mark.servers
async def test_a_new_store_hears_everything_though_its_group_has_read_it(
    kafka: KafkaConnection, topic: str
) -> None:
    group = f"subscriber-{token_hex(6)}"
    await publish(kafka, topic, 1, 2, 3)
    for command_runner in (command_runner_of(MemoryStore()), command_runner_of(MemoryStore())):
        consumer = subscriber(command_runner, KafkaSource(kafka, group=group, topics=[topic]))
        async with running(consumer):
            await settled(consumer)
        assert await received_by(command_runner) == (1, 2, 3)


@pytest.mark.servers
async def test_a_backlog_larger_than_all_buffers_is_read_to_the_end(
    kafka: KafkaConnection, topic: str
) -> None:
    await publish(kafka, topic, *[1] * 12_000)
    command_runner = command_runner_of(MemoryStore())
    source = KafkaSource(kafka, group=f"subscriber-{token_hex(6)}", topics=[topic])
    consumer = subscriber(command_runner, source)
    async with running(consumer):
        await settled(consumer)
    assert await total_of(command_runner) == 12_000


@pytest.mark.servers
async def test_a_place_the_topic_does_not_have_stops_its_partition(
    kafka: KafkaConnection, topic: str
) -> None:
    await publish(kafka, topic, 1)
    command_runner = command_runner_of(MemoryStore())
    for partition in range(4):
        async with command_runner.store.transaction() as transaction:
            await transaction.claim(OffsetKey(topic, partition), 1000, 1000, {}, ())
    source = KafkaSource(kafka, group=f"subscriber-{token_hex(6)}", topics=[topic])
    consumer = subscriber(command_runner, source)

    async def halted() -> bool:
        expected = "continues at 0 where 1000 was expected"
        return any(expected in why for why in consumer.halted.values())

    async with running(consumer):
        await eventually(halted)
    assert await total_of(command_runner) == 0


@pytest.mark.servers
async def test_a_member_that_stands_still_is_replaced(
    kafka: KafkaConnection, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = KafkaSource(kafka, group=f"subscriber-{token_hex(6)}", topics=[topic])

    async def assigned() -> bool:
        await source.fetch(0.05)
        return bool(source.assigned)

    await eventually(assigned)
    await publish(kafka, topic, 1)
    for at in source.assigned or ():
        source.seek(at, 0)
    before = source.generation
    monkeypatch.setattr(Watchdog, "barks", lambda _watchdog: True)
    monkeypatch.setattr("recoup_messaging.kafka.source._fetched", nothing_fetched)
    with pytest.raises(Unavailable, match="reads nothing"):
        await source.fetch(0.05)
    assert source.generation > before
    assert source.assigned is None
    await source.close()


async def nothing_fetched(_consumer: object, _seconds: float) -> dict[OffsetKey, list[object]]:
    return {}


def test_the_watchdog_barks_only_after_its_patience() -> None:
    now = 0.0
    watchdog = Watchdog(PATIENCE_SECONDS, lambda: now)
    assert not watchdog.barks()
    now = PATIENCE_SECONDS
    assert not watchdog.barks()
    now = PATIENCE_SECONDS + 1
    assert watchdog.barks()
    watchdog.saw_life()
    assert not watchdog.barks()


@pytest.mark.servers
async def test_an_idle_consumer_fetches_less_often(kafka: KafkaConnection, topic: str) -> None:
    """And again at once when something is; the name is aiokafka's own."""
    moments = iter([0.0, 5.0, 5.1, 6.0])
    waits = FetchWait(lambda: next(moments))
    consumer = AIOKafkaConsumer(topic, **kafka.arguments(), fetch_max_wait_ms=BUSY_MS)
    await consumer.start()
    for fetched, wait in ((False, BUSY_MS), (False, IDLE_MS), (True, BUSY_MS)):
        waits.follow(consumer, fetched=fetched)
        assert consumer._fetcher._fetch_max_wait_ms == wait
    await consumer.stop()
