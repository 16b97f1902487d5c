"""Parked messages are edited, given up and taken up again; each of it once, and in order."""

from collections import Counter as Tallies

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.parked import OperatorRequest, ParkedAction
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.corrections import Edit, NotParked, edit, skip
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.counter import Counted
from recoup_testing.fake_subscriber import (
    HEARD,
    NOON,
    count_along,
    receive,
    received_by,
    record,
    told,
    total_of,
)
from recoup_testing.faults.fold import assert_folded
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trials.subscriptions import TOO_MUCH
from recoup_testing.loops import eventually
from recoup_testing.parked_samples import actions, number, parked

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
ORDER = OperatorRequest("ada", "the limit was wrong", NOON)
TAKEN_UP = {"cus_1": (TOO_MUCH, 2, TOO_MUCH + 1), "cus_2": (4, 5), "cus_3": (7,)}
TOTALS = {"cus_1": 1 + 2 + 1, "cus_2": 9, "cus_3": 7}


async def _count_a_little(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
    """The corrected reaction: what is too much counts as one."""
    by = 1 if received.event.by >= TOO_MUCH else received.event.by
    await count_along(work, received._replace(event=Counted(by=by)), cause)


CORRECTED = Subscriptions([Subscription(Counted, _count_a_little)], [HEARD], actor="subscriber")


class Correcting:
    """One key is cured by the new reaction, one by an edit, and one by giving a message up."""

    needs_topic = False
    packages = ()

    async def given(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            await receive(command_runner, MemoryBus(partitions=1), *RECORDS)

    async def work(self, at: Place, line: Line) -> None:
        async with at.command_runner(line) as command_runner:

            async def done() -> bool:
                try:
                    await _correct(command_runner)
                except (NotParked, Unavailable):
                    return False  # somebody was faster, or a server is away: look again
                return True

            await eventually(done)

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            for key, counts in TAKEN_UP.items():
                assert await received_by(command_runner, key) == counts
                assert await total_of(command_runner, key) == TOTALS[key]
            assert await parked(command_runner) == []
            assert Tallies(await actions(command_runner)) == {
                (UNREADABLE, ParkedAction.EDITED): 1,
                (UNWANTED, ParkedAction.SKIPPED): 1,
                **{(at, ParkedAction.REDRIVEN): 1 for at in range(len(RECORDS)) if at != UNWANTED},
            }
            await assert_folded(
                command_runner,
                [told(by, key=key) for key, counts in TAKEN_UP.items() for by in counts],
            )


async def _correct(command_runner: CommandRunner) -> None:
    """Look what still waits, and do what is still to be done about it."""
    for message in await parked(command_runner):
        if message.offset == UNREADABLE and message.corrected is None:
            await edit(
                command_runner, CORRECTED, number(message), Edit(value=record(4).value), ORDER
            )
        if message.offset == UNWANTED:
            await skip(command_runner, number(message), ORDER)
    for key in TAKEN_UP:
        await redrive(command_runner, CORRECTED, record(1).topic, record(1, key=key).key, ORDER)
