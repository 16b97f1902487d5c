"""Takes one batch of one partition in one transaction: every fact counts once, or is set aside."""

from collections import ChainMap
from collections.abc import Sequence

from recoup_events.refusals import Refused
from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import Parked, Reason
from recoup_eventstore.ports import Cursor, OffsetKey, WatermarkKey
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.arrivals import Arrival
from recoup_messaging.errors import TooManyParked
from recoup_messaging.keys import lock_of
from recoup_messaging.listening import Listening
from recoup_messaging.parking import parked
from recoup_messaging.records import Received


class Intake:
    """Where what was heard meets the store."""

    def __init__(
        self, desk: Desk, listening: Listening, clock: Clock, *, parked_limit: int
    ) -> None:
        self._desk = desk
        self._listening = listening
        self._clock = clock
        self._parked_limit = parked_limit

    async def take(self, at: OffsetKey, expected: int, records: Sequence[Received]) -> None:
        """Handle the records from ``expected`` on; raises ``OffsetTaken`` or ``Unavailable``."""
        arrivals = [a for a in map(self._listening.read, records) if a is not None]

        async def decision(work: UnitOfWork) -> None:
            # The locks come first: claiming the offset assigns a transaction id.
            await work.lock({lock_of(a.received.key) for a in arrivals})
            await work.transaction.claim(at, expected, records[-1].offset + 1)
            if arrivals:
                await self._handle(work, at, arrivals)

        await self._desk.decide(decision)

    async def _handle(self, work: UnitOfWork, at: OffsetKey, arrivals: Sequence[Arrival]) -> None:
        known = await work.transaction.watermarks(*at)
        raised: dict[WatermarkKey, Cursor] = {}
        marks = ChainMap(raised, dict(known))
        fresh = [arrival for arrival in arrivals if _rises(marks, arrival)]
        await self._listening.preload(work, fresh)
        aside = await self._apply(work, at, fresh)
        if aside:
            await self._set_aside(work, at, aside)
        if raised:
            await work.transaction.raise_watermarks(raised)

    async def _apply(
        self, work: UnitOfWork, at: OffsetKey, arrivals: Sequence[Arrival]
    ) -> list[Parked]:
        aside: list[Parked] = []
        now = self._clock.now()
        keys = {arrival.received.key for arrival in arrivals}
        waiting = set(await work.transaction.parked_keys(at.topic, keys))
        for arrival in arrivals:
            received = arrival.received
            reason: Reason | None = None
            detail = ""
            if received.key in waiting:
                reason, detail = Reason.BEHIND, "an earlier message of its key is parked"
            elif arrival.heard is None:
                reason, detail = Reason.UNREADABLE, arrival.problem
            else:
                try:
                    await self._listening.handle(work, received, arrival.heard, now)
                except Refused as refusal:
                    reason, detail = Reason.REFUSED, f"{refusal.code}: {refusal.detail}"
            if reason is not None:
                aside.append(parked(arrival, reason, detail, now))
                waiting.add(received.key)
        return aside

    async def _set_aside(self, work: UnitOfWork, at: OffsetKey, messages: Sequence[Parked]) -> None:
        before = await work.transaction.count_parked(at)
        if before + len(messages) > self._parked_limit:
            raise TooManyParked(
                f"{at.topic}[{at.partition}]: {before} messages are parked and {len(messages)} "
                f"more would be, the limit is {self._parked_limit}; the first: {messages[0].detail}. "
                "Correct the cause, then redrive or skip them: it goes on by itself"
            )
        await work.transaction.park(messages)


def _rises(marks: ChainMap[WatermarkKey, Cursor], arrival: Arrival) -> bool:
    """Is it new? What its relay published before came from a worker that did not know it."""
    if arrival.mark is None:
        return True
    key, cursor = arrival.mark
    if key in marks and cursor <= marks[key]:
        return False
    marks[key] = cursor
    return True
