"""What the tests of this library share: topics of their own on one broker, and a turned clock."""

from collections.abc import AsyncIterator
from secrets import token_hex

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.memory.bus import MemoryBus
from recoup_testing.clock import TurnedClock
from recoup_testing.consumer_group import ConsumerGroup
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, command_runner_of
from recoup_testing.topics import topic_of_its_own

PARTITIONS = 4


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def command_runner(request: pytest.FixtureRequest) -> CommandRunner:
    store: Store = request.getfixturevalue(request.param)
    return command_runner_of(store)


@pytest.fixture
def owner() -> str:
    """A name nobody else uses on the shared broker."""
    return f"test_{token_hex(6)}"


@pytest.fixture
async def topic(kafka: KafkaConnection, owner: str) -> AsyncIterator[str]:
    """Of its own namespace; what is said in it is the invoice service's."""
    async with topic_of_its_own(kafka, f"recoup.{owner}.invoice", PARTITIONS) as name:
        yield name


@pytest.fixture
def in_memory(memory_store: MemoryStore) -> ConsumerGroup:
    bus = MemoryBus(partitions=4)
    return ConsumerGroup(
        command_runner_of(memory_store),
        "recoup.invoice",
        bus,
        lambda group: bus.source(group, COUNTS_ALONG.topics),
    )


@pytest.fixture
async def on_servers(
    kafka: KafkaConnection, topic: str, postgres_store: PostgresStore
) -> AsyncIterator[ConsumerGroup]:
    run = token_hex(6)
    publisher = KafkaPublisher(kafka, client_id="test")
    yield ConsumerGroup(
        command_runner_of(postgres_store),
        topic,
        publisher,
        lambda group: KafkaSource(kafka, group=f"{group}-{run}", topics=[topic]),
    )
    await publisher.close()


@pytest.fixture(params=["in_memory", pytest.param("on_servers", marks=pytest.mark.servers)])
def consumer_group(request: pytest.FixtureRequest) -> ConsumerGroup:
    chosen: ConsumerGroup = request.getfixturevalue(request.param)
    return chosen
