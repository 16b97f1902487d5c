"""Parked messages are taken up again in order, each once, up to the first that fails again."""

from dataclasses import replace

from recoup_events.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.consumer import Consumer
from recoup_messaging.listening import Hearing, Listening
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import Counted
from recoup_testing.faults.fold import assert_folded
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trials.listening import TOO_MUCH, UNREADABLE
from recoup_testing.hearsay import (
    COUNTS_ALONG,
    HEARD,
    NOON,
    count_along,
    heard_of,
    record,
    told,
    total_of,
)
from recoup_testing.loops import running, settled

RECORDS = [
    record(TOO_MUCH, position=1),
    record(2),
    record(TOO_MUCH + 1, position=3),
    record(4, key="cus_3"),
    replace(UNREADABLE, headers=record(5, key="cus_3").headers),
    record(6, key="cus_3"),
]


async def _count_a_little(work: UnitOfWork, heard: Envelope[Counted], cause: Cause) -> None:
    """The corrected reaction: what is too much counts as one."""
    by = 1 if heard.fact.by >= TOO_MUCH else heard.fact.by
    await count_along(work, replace(heard, fact=Counted(by=by)), cause)


CORRECTED = Listening([Hearing(Counted, _count_a_little)], [HEARD], actor="listener")


class Redriving:
    """One key that is curable throughout, and one with a message that nobody can read."""

    needs_topic = False

    async def given(self, at: Place) -> None:
        bus = MemoryBus(partitions=1)
        await bus.publish(RECORDS)
        async with at.desk() as desk:
            source = bus.source("listener", COUNTS_ALONG.topics)
            consumer = Consumer(desk, source, COUNTS_ALONG, TurnedClock(NOON))
            async with running(consumer):
                await settled(consumer)

    async def work(self, at: Place, line: Line) -> None:
        async with at.desk(line) as desk:
            for key in ("cus_1", "cus_3"):
                raw = record(1, key=key).key
                await redrive(desk, CORRECTED, record(1).topic, raw, NOON)

    async def then(self, at: Place) -> None:
        curable = (TOO_MUCH, 2, TOO_MUCH + 1)
        async with at.desk() as desk:
            assert await heard_of(desk, "cus_1") == curable
            assert await total_of(desk, "cus_1") == 1 + 2 + 1
            assert await heard_of(desk, "cus_3") == (4,)
            left = await desk.store.list_parked(0, len(RECORDS))
            assert [message.reason for message in left] == ["unreadable", "behind"]
            heard = [*(told(by) for by in curable), told(4, key="cus_3")]
            await assert_folded(desk, heard)
