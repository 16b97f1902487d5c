"""However consumers come, go and believe they own the same partition, every event counts once."""

import asyncio
from collections.abc import Mapping
from secrets import token_hex

import pytest

from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.memory.bus import MemoryBus
from recoup_testing.clock import TurnedClock
from recoup_testing.consumer_group import KEYS, ConsumerGroup, ready
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, command_runner_of, record
from recoup_testing.loops import eventually, running, settled

ROUNDS = 40


async def test_two_who_both_believe_they_own_everything_count_once(
    consumer_group: ConsumerGroup,
) -> None:
    one, other = consumer_group.consumer("one"), consumer_group.consumer("other")
    async with running(one, other):
        await ready(one, other)
        for by in range(1, ROUNDS + 1):
            await consumer_group.publish(by)
        await settled(one, other)
    await consumer_group.assert_each_counted_once_in_order(ROUNDS)


async def test_consumers_join_and_leave_in_the_middle_of_it(consumer_group: ConsumerGroup) -> None:
    staying, passing = consumer_group.consumer(), consumer_group.consumer()
    published = 0
    left = asyncio.Event()

    async def publish_all_the_time() -> None:
        nonlocal published
        while not left.is_set():
            await consumer_group.publish(published + 1)
            published += 1

    async def passing_has_counted() -> bool:
        return passing.done > len(KEYS)

    async with running(staying):
        await ready(staying)
        publishing = asyncio.create_task(publish_all_the_time())
        async with running(passing):
            await eventually(passing_has_counted)
        left.set()
        await publishing
        await settled(staying)
    await consumer_group.assert_each_counted_once_in_order(published)


async def test_a_consumer_is_not_quiet_before_the_group_has_met(
    consumer_group: ConsumerGroup,
) -> None:
    consumer = consumer_group.consumer()
    assert not await consumer.quiet()
    assert not consumer.ready
    async with running(consumer):
        await ready(consumer)
        await settled(consumer)
        assert set(consumer.lag.values()) <= {0}


async def test_while_another_members_partitions_lie_unread_nobody_is_quiet(
    memory_store: MemoryStore,
) -> None:
    bus = MemoryBus(partitions=2)
    source, vanished = (bus.source("subscriber", COUNTS_ALONG.topics) for _ in range(2))
    consumer = Consumer(command_runner_of(memory_store), source, COUNTS_ALONG, TurnedClock(NOON))

    async def own_part_is_done() -> bool:
        return consumer.ready and consumer.done > 0 and set(consumer.lag.values()) == {0}

    await vanished.fetch(0)
    async with running(consumer):
        await ready(consumer)
        await bus.publish([record(1, key=key) for key in KEYS])
        await eventually(own_part_is_done)
        assert not await consumer.quiet()
        await vanished.close()
        await settled(consumer)
    assert consumer.done == len(KEYS)


async def test_a_rebalance_in_the_middle_of_the_question_means_not_quiet(
    memory_store: MemoryStore,
) -> None:
    bus = MemoryBus(partitions=2)
    source, newcomer = (bus.source("subscriber", COUNTS_ALONG.topics) for _ in range(2))
    consumer = Consumer(command_runner_of(memory_store), source, COUNTS_ALONG, TurnedClock(NOON))

    async def ends_while_somebody_joins() -> Mapping[OffsetKey, int]:
        before = dict.fromkeys(source.assigned or (), 0)
        await newcomer.fetch(0)
        await ready(consumer)
        return before

    async with running(consumer):
        await ready(consumer)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(source, "ends", ends_while_somebody_joins)
            assert not await consumer.quiet()
        await settled(consumer)


@pytest.mark.servers
async def test_a_named_member_comes_back_without_disturbing_the_others(
    kafka: KafkaConnection, topic: str
) -> None:
    group = f"subscriber-{token_hex(6)}"

    def member(name: str) -> KafkaSource:
        return KafkaSource(kafka, group=group, topics=[topic], instance=name)

    one, other = member("one"), member("other")

    async def met(*members: KafkaSource) -> None:
        async def assigned() -> bool:
            for each in members:
                await each.fetch(0.05)
            return all(each.assigned for each in members)

        await eventually(assigned)

    await met(one, other)
    generation, had = one.generation, other.assigned
    await other.close()  # a named member does not say goodbye
    returned = member("other")
    await met(returned, one)
    assert (one.generation, returned.assigned) == (generation, had)
    for each in (one, returned):
        await each.close()
