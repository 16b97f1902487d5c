"""Parked messages are edited, given up and taken up again; each of it once, and in order."""

from collections import Counter as Tallies

from recoup_events.envelope import Cause, Envelope
from recoup_eventstore.desk import Desk
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.parked import Deed, Order
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.corrections import Edit, NotParked, edit, skip
from recoup_messaging.listening import Hearing, Listening
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_testing.aside import deeds, number, parked
from recoup_testing.counter import Counted
from recoup_testing.faults.fold import assert_folded
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trials.listening import TOO_MUCH
from recoup_testing.hearsay import (
    HEARD,
    NOON,
    count_along,
    hear,
    heard_of,
    record,
    told,
    total_of,
)
from recoup_testing.loops import eventually

RECORDS = [
    record(TOO_MUCH, position=1),
    record(2),
    record(TOO_MUCH + 1, position=3),
    record(4, key="cus_2")._replace(value=b"{"),
    record(5, key="cus_2"),
    record(TOO_MUCH, key="cus_3", position=6),
    record(7, key="cus_3"),
]
UNREADABLE, UNWANTED = 3, 5
"""The offsets of what the operator edits and of what the operator gives up."""
ORDER = Order("ada", "the limit was wrong", NOON)
TAKEN_UP = {"cus_1": (TOO_MUCH, 2, TOO_MUCH + 1), "cus_2": (4, 5), "cus_3": (7,)}
TOTALS = {"cus_1": 1 + 2 + 1, "cus_2": 9, "cus_3": 7}


async def _count_a_little(work: UnitOfWork, heard: Envelope[Counted], cause: Cause) -> None:
    """The corrected reaction: what is too much counts as one."""
    by = 1 if heard.fact.by >= TOO_MUCH else heard.fact.by
    await count_along(work, heard._replace(fact=Counted(by=by)), cause)


CORRECTED = Listening([Hearing(Counted, _count_a_little)], [HEARD], actor="listener")


class Correcting:
    """One key is cured by the new reaction, one by an edit, and one by giving a message up."""

    needs_topic = False

    async def given(self, at: Place) -> None:
        async with at.desk() as desk:
            await hear(desk, MemoryBus(partitions=1), *RECORDS)

    async def work(self, at: Place, line: Line) -> None:
        async with at.desk(line) as desk:

            async def done() -> bool:
                try:
                    await _correct(desk)
                except (NotParked, Unavailable):
                    return False  # somebody was faster, or a server is away: look again
                return True

            await eventually(done)

    async def then(self, at: Place) -> None:
        async with at.desk() as desk:
            for key, counts in TAKEN_UP.items():
                assert await heard_of(desk, key) == counts
                assert await total_of(desk, key) == TOTALS[key]
            assert await parked(desk) == []
            assert Tallies(await deeds(desk)) == {
                (UNREADABLE, Deed.EDITED): 1,
                (UNWANTED, Deed.SKIPPED): 1,
                **{(at, Deed.REDRIVEN): 1 for at in range(len(RECORDS)) if at != UNWANTED},
            }
            await assert_folded(
                desk, [told(by, key=key) for key, counts in TAKEN_UP.items() for by in counts]
            )


async def _correct(desk: Desk) -> None:
    """Look what still waits, and do what is still to be done about it."""
    for message in await parked(desk):
        if message.offset == UNREADABLE and message.corrected is None:
            await edit(desk, CORRECTED, number(message), Edit(value=record(4).value), ORDER)
        if message.offset == UNWANTED:
            await skip(desk, number(message), ORDER)
    for key in TAKEN_UP:
        await redrive(desk, CORRECTED, record(1).topic, record(1, key=key).key, ORDER)
