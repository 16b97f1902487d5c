"""Moments that have come are answered once."""

from collections import Counter as Tallies
from datetime import datetime, timedelta

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.timers import Ticker, TimerHandler
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, Counted, SetAlarm
from recoup_testing.fake_subscriber import ACME, NOON, told
from recoup_testing.faults.fold import assert_folded, recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.loops import drained

STREAMS = [COUNTER.stream(ACME, f"cus_{n}", str(n)) for n in range(3)]
LATER = NOON + timedelta(hours=1)


class Ticking:
    """Alarms of three accounts; the first asks to be woken once more."""

    needs_topic = False
    packages = ()

    async def given(self, at: Place) -> None:
        async with at.command_runner() as command_runner, command_runner.work() as work:
            await work.lock(stream.account for stream in STREAMS)
            for stream in STREAMS:
                await work.execute(COUNTER, stream, SetAlarm(at=NOON), told(1).cause)

    async def work(self, at: Place, line: Line) -> None:
        async with at.command_runner(line) as command_runner:
            timer_handlers = [TimerHandler(COUNTER, "alarm", _ring)]
            await drained(
                Ticker(command_runner, TurnedClock(LATER), "system:sample", timer_handlers)
            )

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            recorded = await recorded_by(command_runner)
            await assert_folded(command_runner)
        rung = Tallies(e.stream for e in recorded if isinstance(e.event, Counted))
        assert rung == Tallies([*STREAMS, STREAMS[0]])


async def _ring(work: UnitOfWork, stream: Stream, _now: datetime, cause: Cause) -> None:
    first = (await work.state(COUNTER, stream)).total == 0
    again = LATER if first and stream == STREAMS[0] else None
    await work.execute(COUNTER, stream, Count(by=1), cause)
    await work.execute(COUNTER, stream, SetAlarm(at=again), cause)
