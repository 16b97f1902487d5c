"""A subscriber whose database is new, and a broker that lost everything, are brought back."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import asyncpg
import pytest

from recoup_events.kernel.envelope import Account
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.ports import START
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.cloudevents import record_of
from recoup_messaging.consumer import Consumer
from recoup_messaging.errors import Unreadable
from recoup_messaging.history import PostgresHistory
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.partitions import partitions_of
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.outbox import QUERIES, PostgresOutbox
from recoup_messaging.relay import Relay
from recoup_messaging.restore import Restore, without_reactions
from recoup_messaging.rewind import StillRelaying, rewind
from recoup_messaging.structured import event_of
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import Counted
from recoup_testing.databases import Databases
from recoup_testing.fake_subscriber import (
    ACME,
    COUNTS_ALONG,
    HEARD,
    NOON,
    Heard,
    command_runner_of,
    count_along,
    record,
    told,
    total_of,
)
from recoup_testing.loops import running, settled
from recoup_testing.topics import published, topic_of_its_own

pytestmark = pytest.mark.servers
ACCOUNTS = [Account(ACME, f"cus_{n}") for n in range(6)]
PARTITIONS = 2
OWNER = f"teller_{token_hex(4)}"
TOPIC = f"recoup.{OWNER}.invoice"
EARS = Subscriptions(
    without_reactions([Subscription(Counted, count_along)]), [HEARD], actor="subscriber"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A service's database, as it runs and as its owner."""

    pools: Pools
    owner: "asyncpg.Connection[Any]"


@asynccontextmanager
async def place(databases: Databases, name: str) -> AsyncIterator[Place]:
    async with databases.fresh() as address, open_pools(address, name=name) as pools:
        owner = await asyncpg.connect(address)
        yield Place(pools, owner)
        await owner.close()


@pytest.fixture
async def owners(databases: Databases) -> AsyncIterator[Place]:
    async with place(databases, "teller") as found:
        yield found


@pytest.fixture
async def listeners(databases: Databases) -> AsyncIterator[Place]:
    async with place(databases, "subscriber") as found:
        yield found


async def say(store: PostgresStore, *numbers: int) -> None:
    """Everybody's count is said, in public, as event after event of a stream."""
    for by in numbers:
        await store.append([told(by, key=account.key) for account in ACCOUNTS])


@asynccontextmanager
async def talking(
    kafka: KafkaConnection, owners: Pools, subscriber: CommandRunner
) -> AsyncIterator[None]:
    """Relay and subscriber, until both have nothing left to do."""
    relay = Relay(
        PostgresOutbox(owners, "relay"), KafkaPublisher(kafka, client_id=OWNER), "invoice", TOPIC
    )
    source = KafkaSource(kafka, group=f"subscriber-{token_hex(4)}", topics=[TOPIC])
    consumer = Consumer(subscriber, source, COUNTS_ALONG, TurnedClock(NOON))
    async with running(relay, consumer):
        yield
        await settled(relay, consumer)


async def views(command_runner: CommandRunner) -> list[Heard]:
    async with command_runner.work() as work:
        return [await work.document(HEARD, account, "all") for account in ACCOUNTS]


async def history(pools: Pools) -> Sequence[dict[str, Any]]:
    """Page by page, as it travels."""
    found: list[dict[str, Any]] = []
    after = START
    while page := await PostgresHistory(pools).page(after, 4):
        after = page[-1].cursor
        found += json.loads(json.dumps([event_of(record_of(event, "invoice")) for event in page]))
    return found


async def totals(command_runner: CommandRunner) -> list[int]:
    """What the subscriber decided upon what it received."""
    return [await total_of(command_runner, account.key) for account in ACCOUNTS]


async def test_a_new_database_is_seeded_with_history_and_then_listens(
    kafka: KafkaConnection, owners: Place, listeners: Place, databases: Databases
) -> None:
    owner_service, old = (
        PostgresStore(owners.pools),
        command_runner_of(PostgresStore(listeners.pools)),
    )
    async with (
        topic_of_its_own(kafka, TOPIC, PARTITIONS),
        databases.fresh() as address,
        open_pools(address, name="new") as pools,
    ):
        await say(owner_service, 1, 2)
        async with talking(kafka, owners.pools, old):
            pass
        new = command_runner_of(PostgresStore(pools))
        events = await history(owners.pools)
        for _ in range(2):  # begun again after an interruption, it counts nothing twice
            await Restore(new, EARS, TurnedClock(NOON)).take(events, TOPIC, PARTITIONS)
        assert await views(new) == await views(old)
        assert await new.store.feed(START, 1) == [], "nothing follows from history"
        await forget(address)
        async with talking(kafka, owners.pools, new):
            await say(owner_service, 3)
        async with talking(kafka, owners.pools, old):
            pass
        assert await views(new) == await views(old)
        assert await totals(new) == [3] * len(ACCOUNTS)
        assert await totals(old) == [6] * len(ACCOUNTS)


async def test_a_topic_is_asked_for_its_partitions(kafka: KafkaConnection) -> None:
    async with topic_of_its_own(kafka, TOPIC, PARTITIONS):
        assert await partitions_of(kafka, TOPIC) == PARTITIONS
    with pytest.raises(Unavailable, match="make it first"):
        await partitions_of(kafka, f"{TOPIC}_never_made")


async def test_history_with_something_unreadable_in_it_is_not_taken(listeners: Place) -> None:
    command_runner = command_runner_of(PostgresStore(listeners.pools))
    garbled = {**event_of(record(1)), "data": {"by": "many"}}
    with pytest.raises(Unreadable, match="does not have its shape"):
        await Restore(command_runner, EARS, TurnedClock(NOON)).take([garbled], TOPIC, PARTITIONS)


async def test_a_broker_that_lost_everything_is_told_again_and_nobody_hears_it_twice(
    kafka: KafkaConnection, owners: Place, listeners: Place
) -> None:
    owner_service, subscriber = (
        PostgresStore(owners.pools),
        command_runner_of(PostgresStore(listeners.pools)),
    )
    async with topic_of_its_own(kafka, TOPIC, PARTITIONS):
        await say(owner_service, 1, 2)
        async with talking(kafka, owners.pools, subscriber):
            pass
        assert len(await published(kafka, TOPIC)) == 2 * len(ACCOUNTS)
    before = await views(subscriber), await totals(subscriber), await subscriber.store.head()
    async with topic_of_its_own(kafka, TOPIC, PARTITIONS):
        await rewind(owners.owner, ())
        await rewind(listeners.owner, [TOPIC])
        async with talking(kafka, owners.pools, subscriber):
            pass
        assert len(await published(kafka, TOPIC)) == 2 * len(ACCOUNTS)
        assert before == (
            await views(subscriber),
            await totals(subscriber),
            await subscriber.store.head(),
        )
        async with talking(kafka, owners.pools, subscriber):
            await say(owner_service, 3)
        assert await totals(subscriber) == [6] * len(ACCOUNTS)


async def test_a_relay_at_work_is_not_rewound(
    kafka: KafkaConnection, owners: Place, listeners: Place
) -> None:
    outbox = PostgresOutbox(owners.pools, "relay")
    await outbox.read()
    with pytest.raises(StillRelaying, match="stop it first"):
        await rewind(owners.owner, ())
    await outbox.release()
    await rewind(owners.owner, ())


async def forget(address: str) -> None:
    owner = await asyncpg.connect(address)
    await owner.execute(QUERIES["forget_offsets"], [TOPIC])
    await owner.close()
