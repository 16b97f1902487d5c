"""From store to store over real servers: delivered is what was committed, in order, once."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest

from recoup_events.kernel.envelope import Account
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.ports import Publisher
from recoup_messaging.records import Record
from recoup_messaging.relay import Relay
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count
from recoup_testing.databases import Databases
from recoup_testing.fake_subscriber import (
    ACME,
    COUNTS_ALONG,
    NOON,
    along,
    command_runner_of,
    told,
    total_of,
)
from recoup_testing.loops import running, settled

pytestmark = pytest.mark.servers
KEYS = [f"cus_{n}" for n in range(20)]
ROUNDS = 15


class Suspended(KafkaPublisher):
    """Hangs before its first publishing until it is resumed, as a stopped process does."""

    def __init__(self, kafka: KafkaConnection) -> None:
        super().__init__(kafka, client_id="zombie")
        self.hanging = asyncio.Event()
        self.resumed = asyncio.Event()
        self.renewals = 0

    async def publish(self, records: Iterable[Record]) -> None:
        self.hanging.set()
        await self.resumed.wait()
        await super().publish(records)

    async def renew(self) -> None:
        self.renewals += 1
        await super().renew()


@pytest.fixture
async def owners(databases: Databases) -> AsyncIterator[Pools]:
    async with databases.fresh() as address, open_pools(address, name="teller") as pools:
        yield pools


@pytest.fixture
def owner_service(owners: Pools) -> CommandRunner:
    return command_runner_of(PostgresStore(owners))


@pytest.fixture
def subscriber(postgres_store: PostgresStore) -> CommandRunner:
    return command_runner_of(postgres_store)


async def count_everywhere(owner_service: CommandRunner) -> None:
    """Every account counts up in transactions of its own, all at the same time."""

    async def count(key: str) -> None:
        account = Account(ACME, key)
        for by in range(1, ROUNDS + 1):
            async with owner_service.work() as work:
                await work.lock([account])
                await work.execute(COUNTER, along(account), Count(by=by), told(1).cause)

    await asyncio.gather(*map(count, KEYS))


async def assert_received(owner_service: CommandRunner, subscriber: CommandRunner) -> None:
    for key in KEYS:
        account = Account(ACME, key)
        async with owner_service.work() as work, subscriber.work() as other:
            recorded = await work.transaction.read([along(account)])
            received = await other.transaction.read([along(account)])
        assert [envelope.event for envelope in received] == [
            envelope.event for envelope in recorded
        ]
        assert [envelope.cause.causation_id for envelope in received] == [e.id for e in recorded]
        assert await total_of(subscriber, key) > 0


async def test_two_relays_and_two_consumers_lose_double_and_invert_nothing(
    owner_service: CommandRunner,
    owners: Pools,
    subscriber: CommandRunner,
    kafka: KafkaConnection,
    topic: str,
    owner: str,
) -> None:
    def relay(worker: str, publisher: Publisher) -> Relay:
        return Relay(PostgresOutbox(owners, worker), publisher, "invoice", topic)

    def consumer() -> Consumer:
        source = KafkaSource(kafka, group=f"subscriber-{owner}", topics=[topic])
        return Consumer(subscriber, source, COUNTS_ALONG, TurnedClock(NOON))

    relays = [relay(name, KafkaPublisher(kafka, client_id=name)) for name in ("one", "other")]
    consumers = [consumer(), consumer()]
    async with running(*relays, *consumers):
        await count_everywhere(owner_service)
        await settled(*relays)
        await settled(*consumers)
    await assert_received(owner_service, subscriber)
    assert sum(relay.done for relay in relays) >= ROUNDS * len(KEYS)


async def test_a_relay_that_wakes_up_after_its_lease_disturbs_nothing(
    owner_service: CommandRunner,
    owners: Pools,
    subscriber: CommandRunner,
    kafka: KafkaConnection,
    topic: str,
    owner: str,
) -> None:
    publisher = Suspended(kafka)
    zombie = Relay(PostgresOutbox(owners, "zombie"), publisher, "invoice", topic)
    heir = Relay(
        PostgresOutbox(owners, "heir"), KafkaPublisher(kafka, client_id="heir"), "invoice", topic
    )
    source = KafkaSource(kafka, group=f"subscriber-{owner}", topics=[topic])
    consumer = Consumer(subscriber, source, COUNTS_ALONG, TurnedClock(NOON))
    await count_everywhere(owner_service)
    async with running(consumer):
        late = asyncio.create_task(zombie.step())
        await publisher.hanging.wait()
        await owners.worker.execute("update store.relay_slot set lease_until = now()")
        async with running(heir):
            await settled(heir)
            await count_everywhere(owner_service)
            publisher.resumed.set()
            published_again = await late
            await settled(heir)
        await settled(consumer)
    await publisher.close()
    assert published_again > 0
    assert publisher.renewals > 0
    assert consumer.done >= 2 * ROUNDS * len(KEYS) + published_again
    await assert_received(owner_service, subscriber)
