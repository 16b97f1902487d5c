"""The toy listener's parked messages, for tests of what becomes of them."""

from collections.abc import Sequence

from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import Deed, Parked, Wanted
from recoup_messaging.consumer import Consumer
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.records import Record
from recoup_testing.clock import TurnedClock
from recoup_testing.hearsay import COUNTS_ALONG, NOON
from recoup_testing.loops import running, settled


async def hear(desk: Desk, bus: MemoryBus, *records: Record) -> None:
    """Publish, and wait until the listener has handled everything."""
    await bus.publish(records)
    source = bus.source("listener", COUNTS_ALONG.topics)
    consumer = Consumer(desk, source, COUNTS_ALONG, TurnedClock(NOON))
    async with running(consumer):
        await settled(consumer)


async def parked(desk: Desk) -> Sequence[Parked]:
    return await desk.store.list_parked(0, 100, Wanted())


def number(message: Parked) -> int:
    """The number the store gave it."""
    assert message.seq is not None
    return message.seq


async def deeds(desk: Desk) -> list[tuple[int, Deed]]:
    """At which offset what was done, oldest first."""
    return [(i.offset, i.deed) for i in await desk.store.interventions(0, 100)]
