"""Every received event counts once and in order; what cannot be handled waits aside with its key."""

import asyncio

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.parked import OperatorRequest, ParkedFilter, Redriven
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.consumer import Consumer
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.records import Record
from recoup_messaging.redrive import redrive
from recoup_messaging.subscriptions import Reaction, Subscription, Subscriptions
from recoup_testing.counter import LIMIT, Counted
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    HEARD,
    NOON,
    count_along,
    receive,
    received_by,
    record,
    subscriber,
    total_of,
)
from recoup_testing.loops import PATIENCE_SECONDS, eventually, running, settled
from recoup_testing.parked_samples import parked

TOPIC = "recoup.invoice"


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=2)


async def to_the_end(consumer: Consumer) -> None:
    """Run until it stops by itself."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await consumer.run()


def reacting(reaction: Reaction[Counted]) -> Subscriptions:
    return Subscriptions([Subscription(Counted, reaction)], [HEARD], actor="subscriber")


def garbled(original: Record) -> Record:
    return original._replace(value=b'{"by": "many"}')


async def parked_reasons(command_runner: CommandRunner) -> list[str]:
    return [
        message.reason for message in await command_runner.store.list_parked(0, 100, ParkedFilter())
    ]


async def test_events_are_handled_once_in_the_order_of_their_account(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(
        command_runner, bus, *(record(by, key=key) for by in (1, 2, 3) for key in ("a", "b", "c"))
    )
    for key in ("a", "b", "c"):
        assert await received_by(command_runner, key) == (1, 2, 3)
        assert await total_of(command_runner, key) == 6


async def test_what_a_second_relay_worker_publishes_again_is_dropped(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(
        command_runner, bus, record(1), record(2), record(1), record(2), record(3), record(2)
    )
    assert await received_by(command_runner) == (1, 2, 3)


async def test_a_topic_published_all_over_again_changes_nothing(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, record(1), record(2))
    await receive(command_runner, bus, record(1), record(2))
    assert await received_by(command_runner) == (1, 2)


async def test_a_restarted_consumer_goes_on_where_the_last_one_ended(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    for by in (1, 2, 3):
        await receive(command_runner, bus, record(by))
    assert await received_by(command_runner) == (1, 2, 3)


async def test_what_follows_in_another_account_is_owned_and_counts_once(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    async def count_for_both(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
        await count_along(work, received, cause)
        other = received.stream._replace(account=received.account._replace(key="other"))
        await count_along(work, received._replace(stream=other), cause)

    await bus.publish([record(by, key=key) for by in (1, 2) for key in ("a", "b")])
    consumer = subscriber(command_runner, bus, reacting(count_for_both))
    async with running(consumer):
        await settled(consumer)
    assert [await total_of(command_runner, key) for key in ("a", "b", "other")] == [3, 3, 6]
    assert await parked_reasons(command_runner) == []


async def test_a_refusal_leaves_nothing_of_its_event_behind(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    async def count_and_refuse(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
        await count_along(work, received, cause)
        await count_along(work, received._replace(event=Counted(by=LIMIT)), cause)

    await bus.publish([record(1)])
    consumer = subscriber(command_runner, bus, reacting(count_and_refuse))
    async with running(consumer):
        await settled(consumer)
    assert await total_of(command_runner) == 0
    assert await received_by(command_runner) == ()


async def test_a_bug_in_a_reaction_sets_that_key_aside_until_it_is_corrected(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    async def divide(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
        await count_along(work, received, cause)
        if received.event.by == 2:
            raise ZeroDivisionError("by nothing")

    await bus.publish([record(1), record(2), record(3), record(1, key="cus_2")])
    consumer = subscriber(command_runner, bus, reacting(divide))
    async with running(consumer):
        await settled(consumer)
    failed, behind = await parked(command_runner)
    assert (failed.reason, failed.detail) == ("failed", "ZeroDivisionError: by nothing")
    assert behind.reason == "behind"
    assert (await received_by(command_runner), await received_by(command_runner, "cus_2")) == (
        (1,),
        (1,),
    )
    order = OperatorRequest("ada", "corrected", NOON)
    again = await redrive(command_runner, reacting(divide), TOPIC, record(1).key, order)
    assert again == Redriven(0, 2, "ZeroDivisionError: by nothing")
    assert await redrive(command_runner, COUNTS_ALONG, TOPIC, record(1).key, order) == Redriven(
        2, 0
    )
    assert await received_by(command_runner) == (1, 2, 3)


async def test_what_raises_once_was_the_moments_and_is_tried_again(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    troubles = [ZeroDivisionError(), ZeroDivisionError()]

    async def stumble(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
        if troubles:
            raise troubles.pop()
        await count_along(work, received, cause)

    await bus.publish([record(1)])
    consumer = subscriber(command_runner, bus, reacting(stumble))
    async with running(consumer):
        await settled(consumer)
    assert (await total_of(command_runner), await parked(command_runner)) == (1, [])


async def test_a_transient_error_is_waited_out_and_nothing_is_parked(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    storms = [Unavailable("a storm"), Unavailable("another storm")]

    async def struggle(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
        if storms:
            raise storms.pop()
        await count_along(work, received, cause)

    await bus.publish([record(1), record(2)])
    consumer = subscriber(command_runner, bus, reacting(struggle))
    async with running(consumer):
        await settled(consumer)
    assert await total_of(command_runner) == 3
    assert await parked_reasons(command_runner) == []


async def test_a_partition_that_lost_records_stands_still_until_another_place_is_stored(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await bus.publish([record(1)])
    places = [OffsetKey(TOPIC, partition) for partition in range(bus.partitions)]
    for at in places:
        async with command_runner.store.transaction() as transaction:
            await transaction.claim(at, 1000, 1000, {}, ())
    consumer = subscriber(command_runner, bus)

    async def halted() -> bool:
        return any("1000 was expected" in why for why in consumer.halted.values())

    async with running(consumer):
        await eventually(halted)
        assert await total_of(command_runner) == 0
        for at in places:
            async with command_runner.store.transaction() as transaction:
                await transaction.claim(at, 1000, 0, {}, ())

        async def handled() -> bool:
            return await total_of(command_runner) == 1 and not consumer.halted

        await eventually(handled)


async def test_a_long_backlog_is_handled_in_many_batches(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    counts = tuple(range(1, 3001))
    await receive(command_runner, bus, *(record(1, position=n) for n in counts))
    assert await total_of(command_runner) == len(counts)
