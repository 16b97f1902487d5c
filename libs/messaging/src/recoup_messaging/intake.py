"""Takes one batch of one partition in one transaction: every fact counts once, or is set aside."""

from collections.abc import Collection, Sequence

from recoup_events.refusals import Refused
from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import Parked, Reason
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.arrivals import Arrival
from recoup_messaging.errors import TooManyParked
from recoup_messaging.keys import lock_of
from recoup_messaging.listening import Listening
from recoup_messaging.parking import parked
from recoup_messaging.records import Received
from recoup_messaging.watermarks import fresh, highest


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
        self, at: OffsetKey, expected: int, records: Sequence[Received], unfit: str = ""
    ) -> None:
        """Handle the records from ``expected`` on, or set them aside because they are ``unfit``.

        Raises ``OffsetTaken``, ``Unavailable``, ``Unstorable`` or ``TooManyParked``; nothing is done then.
        """
        # Understood before anything is locked, so that accounts are held only for the deciding.
        read = (Arrival(r, problem=unfit) if unfit else self._listening.read(r) for r in records)
        arrivals = [arrival for arrival in read if arrival is not None]
        keys = {a.received.key for a in arrivals}
        accounts = set(map(lock_of, keys))
        marks, next_offset = highest(arrivals), records[-1].offset + 1

        async def decision(work: UnitOfWork) -> None:
            # The locks come first: claiming the offset assigns a transaction id.
            await work.lock(accounts, self._listening.reads(arrivals))
            before = await work.transaction.claim(at, expected, next_offset, marks, keys)
            if new := fresh(arrivals, before.watermarks):
                await self._handle(work, at, new, before.parked_keys)

        await self._desk.decide(decision)

    async def _handle(
        self,
        work: UnitOfWork,
        at: OffsetKey,
        arrivals: Sequence[Arrival],
        parked_keys: Collection[bytes],
    ) -> None:
        await work.foresee(arrival.heard for arrival in arrivals if arrival.heard is not None)
        aside = await self._apply(work, arrivals, set(parked_keys))
        if aside:
            await self._set_aside(work, at, aside)

    async def _apply(
        self, work: UnitOfWork, arrivals: Sequence[Arrival], waiting: set[bytes]
    ) -> list[Parked]:
        aside: list[Parked] = []
        now = self._clock.now()
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
