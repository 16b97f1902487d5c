"""Takes one batch of one partition in one transaction: every fact counts once, or is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from recoup_events.refusals import Refused
from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import HOLDS_NOBODY, Parked, Reason
from recoup_eventstore.ports import START, Claimed, OffsetKey, Watermarks
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.arrivals import Arrival
from recoup_messaging.errors import TooManyParked
from recoup_messaging.keys import lock_of
from recoup_messaging.listening import Listening
from recoup_messaging.parking import parked
from recoup_messaging.records import Received, Unfit
from recoup_messaging.waiting import Waiting
from recoup_messaging.watermarks import judged


class Intake:
    """Where what was heard meets the store."""

    def __init__(
        self, desk: Desk, listening: Listening, clock: Clock, *, parked_limit: int
    ) -> None:
        self._desk = desk
        self._listening = listening
        self._clock = clock
        self._parked_limit = parked_limit

    async def take(
        self, at: OffsetKey, expected: int, records: Sequence[Received], unfit: Unfit | None = None
    ) -> None:
        """Handle the records from ``expected`` on, or set them aside because they are ``unfit``.

        Raises ``OffsetTaken``, ``Unavailable``, ``Unstorable`` or ``TooManyParked``, or whatever a
        reaction does; nothing is done then.
        """
        # Understood before anything is locked, so that accounts are held only for the deciding.
        read = (_unfit(r, *unfit) if unfit else self._read(r) for r in records)
        batch = _Batch(at, expected, records[-1].through + 1, [a for a in read if a is not None])
        while True:
            try:
                return await self._desk.decide(partial(self._decide, batch))
            except _Overshot as overshot:
                batch = replace(batch, known=overshot.known)

    def _read(self, received: Received) -> Arrival | None:
        if received.void:
            return None
        if received.corrupt:
            return Arrival(received, problem=received.corrupt, reason=Reason.CORRUPT)
        return self._listening.read(received)

    async def _decide(self, batch: "_Batch", work: UnitOfWork) -> None:
        # The locks come first: claiming the offset assigns a transaction id.
        await work.lock(set(map(lock_of, batch.keys)), self._listening.reads(batch.arrivals))
        claimed = batch.marks
        before = await work.transaction.claim(
            batch.at, batch.expected, batch.next_offset, claimed, batch.keys
        )
        new, marks = judged(batch.arrivals, before.watermarks)
        if _highest(claimed, before.watermarks) != _highest(marks, before.watermarks):
            raise _Overshot(before.watermarks)
        if new:
            await self._handle(work, batch.at, new, before)

    async def _handle(
        self, work: UnitOfWork, at: OffsetKey, arrivals: Sequence[Arrival], before: Claimed
    ) -> None:
        await work.foresee(arrival.heard for arrival in arrivals if arrival.heard is not None)
        aside = await self._apply(work, arrivals, Waiting(before))
        if aside:
            await self._set_aside(work, at, aside)

    async def _apply(
        self, work: UnitOfWork, arrivals: Sequence[Arrival], waiting: Waiting
    ) -> list[Parked]:
        aside: list[Parked] = []
        now = self._clock.now()
        for arrival in arrivals:
            reason, detail = await self._outcome(work, arrival, waiting, now)
            if reason is not None:
                aside.append(parked(arrival, reason, detail, now))
                waiting.add(arrival, reason)
        return aside

    async def _outcome(
        self, work: UnitOfWork, arrival: Arrival, waiting: Waiting, now: datetime
    ) -> tuple[Reason | None, str]:
        """Why it is set aside, or ``None`` where it is applied."""
        if arrival.reason in HOLDS_NOBODY:
            return arrival.reason, arrival.problem
        if waiting.holds(arrival):
            return Reason.BEHIND, "an earlier message of its key is parked"
        if arrival.heard is None:
            return arrival.reason, arrival.problem
        try:
            await self._listening.handle(work, arrival.received, arrival.heard, now)
        except Refused as refusal:
            return Reason.REFUSED, f"{refusal.code}: {refusal.detail}"
        return None, ""

    async def _set_aside(self, work: UnitOfWork, at: OffsetKey, messages: Sequence[Parked]) -> None:
        holding = [message for message in messages if message.reason not in HOLDS_NOBODY]
        before = await work.transaction.count_parked(at) if holding else 0
        if before + len(holding) > self._parked_limit:
            raise TooManyParked(
                f"{at.topic}[{at.partition}]: {before} messages are parked and {len(holding)} "
                f"more would be, the limit is {self._parked_limit}; the first: {holding[0].detail}. "
                "Correct the cause, then redrive or skip them: it goes on by itself"
            )
        await work.transaction.park(messages)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is taken in one transaction, and what is known of the partition's watermarks."""

    at: OffsetKey
    expected: int
    next_offset: int
    arrivals: Sequence[Arrival]
    known: Watermarks = field(default_factory=dict)

    @property
    def keys(self) -> set[bytes]:
        return {arrival.received.key for arrival in self.arrivals}

    @property
    def marks(self) -> Watermarks:
        """How far it reaches in every slot it names."""
        named = {a.heading.slot for a in self.arrivals if a.heading is not None}
        return {**dict.fromkeys(named, START), **judged(self.arrivals, self.known).marks}


class _Overshot(Exception):
    """Watermarks would rise by what is implausible after those that stand; begin again with these."""

    def __init__(self, known: Watermarks) -> None:
        super().__init__(known)
        self.known = known


def _highest(marks: Watermarks, before: Watermarks) -> Watermarks:
    slots = {*marks, *before}
    highest = {slot: max(marks.get(slot, START), before.get(slot, START)) for slot in slots}
    return {slot: mark for slot, mark in highest.items() if mark > START}


def _unfit(received: Received, reason: Reason, problem: str) -> Arrival:
    return Arrival(received, problem=problem, reason=reason)
