"""What is done outside is done at least once, and is recorded once (ADR-0010)."""

from collections import Counter as Tallies
from collections.abc import Sequence
from datetime import datetime

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, Counted, SetAlarm
from recoup_testing.fake_subscriber import NOON
from recoup_testing.faults.fold import assert_folded, recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trials.timers import STREAMS, Ticking
from recoup_testing.faults.watched import watched
from recoup_testing.loops import drained

ATTEMPT, DONE = 0, 1
BELLS = [stream.id for stream in STREAMS]


class Bell:
    """Counts 0 when it is about to ring and 1 when it has rung."""

    def __init__(self, at: Place) -> None:
        self._at = at

    async def prepare(self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> str:
        await work.execute(COUNTER, stream, Count(by=ATTEMPT), cause)
        return stream.id

    async def perform(self, prepared: str) -> int:
        self._at.perform(prepared)
        return DONE

    def touches(self, _stream: Stream, _prepared: str, _result: int) -> Sequence[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: int, now: datetime, cause: Cause
    ) -> None:
        await work.execute(COUNTER, stream, Count(by=result), cause)
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


def effects(
    at: Place, command_runner: CommandRunner, line: Line | None = None
) -> Effects[str, int]:
    bell = Bell(at) if line is None else watched(Bell(at), "effect", line)
    return Effects(command_runner, TurnedClock(NOON), "system:sample", COUNTER, "alarm", bell)


class Performing:
    """Three bells are to be rung."""

    needs_topic = False
    packages = ()
    given = Ticking.given

    async def work(self, at: Place, line: Line) -> None:
        async with at.command_runner(line) as command_runner:
            await drained(effects(at, command_runner, line))

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            recorded = await recorded_by(command_runner)
            await assert_folded(command_runner)
        counts = [(e.stream.id, e.event.by) for e in recorded if isinstance(e.event, Counted)]
        attempts = Tallies(id for id, by in counts if by == ATTEMPT)
        assert sorted(id for id, by in counts if by == DONE) == BELLS
        for bell in BELLS:
            assert 1 <= at.performed().count(bell) <= attempts[bell]
