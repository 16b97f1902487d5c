"""Nothing a fleet of consumers does to itself loses, doubles or inverts an event of an account."""

import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.consumer_group import KEYS, ConsumerGroup, ready
from recoup_testing.counter import Counted
from recoup_testing.fake_subscriber import HEARD, along, count_along, received_by
from recoup_testing.loops import eventually, running, settled

ROUNDS = 5
COMINGS = 3
MORE_PARTITIONS = 8


class Gate:
    """A reaction that stands still at one account until it is let through."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()
        self.subscriptions = Subscriptions(
            [Subscription(Counted, self._count, reads=lambda received: [along(received.account)])],
            [HEARD],
            actor="subscriber",
        )

    async def _count(self, work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
        if received.account.key == self._key:
            self.reached.set()
            await self.opened.wait()
        await count_along(work, received, cause)


async def test_a_rebalance_in_the_middle_of_a_batch(consumer_group: ConsumerGroup) -> None:
    gate = Gate(KEYS[0])
    interrupted, newcomer = (
        consumer_group.consumer(subscriptions=gate.subscriptions),
        consumer_group.consumer(),
    )
    async with running(interrupted):
        await ready(interrupted)
        await consumer_group.publish(1)
        await gate.reached.wait()
        async with running(newcomer):
            await ready(newcomer)
            gate.opened.set()
            await consumer_group.publish(2)
            await settled(interrupted, newcomer)
    await consumer_group.assert_each_counted_once_in_order(2)


async def test_a_partition_that_stands_still_does_not_hold_up_the_others(
    consumer_group: ConsumerGroup,
) -> None:
    gate = Gate(KEYS[0])
    consumer = consumer_group.consumer(subscriptions=gate.subscriptions)

    async def most_are_done() -> bool:
        received = [await received_by(consumer_group.command_runner, key) for key in KEYS]
        return received.count(tuple(range(1, ROUNDS + 1))) >= len(KEYS) / 2

    async with running(consumer):
        await ready(consumer)
        for by in range(1, ROUNDS + 1):
            await consumer_group.publish(by)
        await gate.reached.wait()
        await eventually(most_are_done)
        assert await received_by(consumer_group.command_runner, KEYS[0]) == ()
        gate.opened.set()
        await settled(consumer)
    await consumer_group.assert_each_counted_once_in_order(ROUNDS)


async def test_a_member_that_comes_and_goes_again_and_again(consumer_group: ConsumerGroup) -> None:
    published, over = 0, asyncio.Event()

    async def publish_all_the_time() -> None:
        nonlocal published
        while not over.is_set():
            await consumer_group.publish(published + 1)
            published += 1

    staying = consumer_group.consumer()
    async with running(staying):
        await ready(staying)
        publishing = asyncio.create_task(publish_all_the_time())
        for _ in range(COMINGS):
            passing = consumer_group.consumer()
            async with running(passing):
                await ready(passing)
        over.set()
        await publishing
        await settled(staying)
    await consumer_group.assert_each_counted_once_in_order(published)


async def add_partitions(kafka: KafkaConnection, topic: str) -> None:
    admin = AIOKafkaAdminClient(**kafka.arguments())
    await admin.start()
    await admin.create_partitions({topic: NewPartitions(MORE_PARTITIONS)})

    async def led() -> bool:
        [described] = await admin.describe_topics([topic])
        leaders = [partition["leader"] for partition in described["partitions"]]
        return len(leaders) == MORE_PARTITIONS and min(leaders) >= 0

    await eventually(led)
    await admin.close()


@pytest.mark.servers
async def test_partitions_are_added_once_everything_published_is_handled(
    on_servers: ConsumerGroup, kafka: KafkaConnection
) -> None:
    """A key may move to another partition; what waits in its old one would be overtaken."""
    before = on_servers.consumer()
    async with running(before):
        await ready(before)
        await on_servers.publish(1)
        await settled(before)
    await add_partitions(kafka, on_servers.topic)
    await on_servers.publisher.renew()
    after = on_servers.consumer()
    async with running(after):
        await ready(after)
        await on_servers.publish(2)
        await settled(after)
        assert len(after.lag) == MORE_PARTITIONS
    await on_servers.assert_each_counted_once_in_order(2)
