"""Two operators and the live consumer at work on one key: nothing is lost, doubled or inverted."""

import asyncio
from functools import partial

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import OperatorRequest
from recoup_eventstore.ports import Store
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.counter import LIMIT, Counted
from recoup_testing.fake_subscriber import (
    HEARD,
    NOON,
    command_runner_of,
    count_along,
    received_by,
    record,
    subscriber,
)
from recoup_testing.loops import eventually, running, settled
from recoup_testing.parked_samples import parked

TOPIC = "recoup.invoice"
KEY = record(1).key
ORDER = OperatorRequest("ada", "again and again", NOON)
EVERY = 20
"""Each such message is refused by the consumer, and handled when redriven."""
AHEAD = 3
"""Published before the consumer has handled them, so that there are many small batches."""
MESSAGES = range(1, 121)


def recorded(n: int) -> int:
    return LIMIT + n if n % EVERY == 0 else n


async def count_a_little(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
    await count_along(work, received._replace(event=Counted(by=1)), cause)


CORRECTED = Subscriptions([Subscription(Counted, count_a_little)], [HEARD], actor="subscriber")


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def command_runner(request: pytest.FixtureRequest) -> CommandRunner:
    store: Store = request.getfixturevalue(request.param)
    return command_runner_of(store)


async def test_redriving_while_messages_keep_coming_keeps_their_order(
    command_runner: CommandRunner,
) -> None:
    bus = MemoryBus(partitions=1)
    consumer = subscriber(command_runner, bus)
    published = asyncio.Event()

    async def publish() -> None:
        for n in MESSAGES:
            await bus.publish([record(recorded(n), position=n)])
            await eventually(partial(near, n))
        published.set()

    async def near(n: int) -> bool:
        return consumer.done >= n - AHEAD

    async def operate() -> None:
        while not published.is_set():
            await redrive(command_runner, CORRECTED, TOPIC, KEY, ORDER)
            await asyncio.sleep(0)  # in memory nothing else gives the others a turn

    async with running(consumer):
        await asyncio.gather(publish(), operate(), operate())
        await settled(consumer)
    await redrive(command_runner, CORRECTED, TOPIC, KEY, ORDER)
    assert await received_by(command_runner) == tuple(map(recorded, MESSAGES))
    assert not await parked(command_runner)
