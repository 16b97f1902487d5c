"""What is done outside is done at least once, and is recorded once (ADR-0010)."""

from collections import Counter as Tallies
from datetime import datetime

from recoup_events.envelope import Cause, Stream
from recoup_eventstore.desk import Desk
from recoup_eventstore.effects import Effects
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, Counted, SetAlarm
from recoup_testing.faults.fold import assert_folded, said_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trials.ticking import STREAMS, Ticking
from recoup_testing.faults.watched import watched
from recoup_testing.hearsay import NOON
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

    async def record(
        self, work: UnitOfWork, stream: Stream, result: int, now: datetime, cause: Cause
    ) -> None:
        await work.execute(COUNTER, stream, Count(by=result), cause)
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


def effects(at: Place, desk: Desk, line: Line | None = None) -> Effects[str, int]:
    bell = Bell(at) if line is None else watched(Bell(at), "effect", line)
    return Effects(desk, TurnedClock(NOON), "system:toy", COUNTER, "alarm", bell)


class Performing:
    """Three bells are to be rung."""

    needs_topic = False
    given = Ticking.given

    async def work(self, at: Place, line: Line) -> None:
        async with at.desk(line) as desk:
            await drained(effects(at, desk, line))

    async def then(self, at: Place) -> None:
        async with at.desk() as desk:
            said = await said_by(desk)
            await assert_folded(desk)
        counts = [(e.stream.id, e.fact.by) for e in said if isinstance(e.fact, Counted)]
        attempts = Tallies(id for id, by in counts if by == ATTEMPT)
        assert sorted(id for id, by in counts if by == DONE) == BELLS
        for bell in BELLS:
            assert 1 <= at.performed().count(bell) <= attempts[bell]
