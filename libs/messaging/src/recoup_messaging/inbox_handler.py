"""Takes one batch of one partition in one transaction: every event counts once, or is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import HOLDS_NOBODY, Parked, Reason
from recoup_eventstore.ports import START, Claimed, OffsetKey, Watermarks
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.decoded_record import DecodedRecord
from recoup_messaging.errors import TooManyParked
from recoup_messaging.keys import lock_of
from recoup_messaging.parking import parked
from recoup_messaging.records import ConsumerRecord, Unfit
from recoup_messaging.subscriptions import Subscriptions
from recoup_messaging.waits import Waiting
from recoup_messaging.watermarks import furthest, judged

Hindrance = tuple[Reason | None, str]
"""Why a record is set aside, in one word and in full; ``None`` where it is applied."""
NOTHING: Hindrance = (None, "")


class InboxHandler:
    """Where what was received meets the store."""

    def __init__(
        self,
        command_runner: CommandRunner,
        subscriptions: Subscriptions,
        clock: Clock,
        *,
        parked_limit: int,
    ) -> None:
        self._command_runner = command_runner
        self._subscriptions = subscriptions
        self._clock = clock
        self._parked_limit = parked_limit

    async def take(
        self,
        at: OffsetKey,
        expected: int,
        records: Sequence[ConsumerRecord],
        unfit: Unfit | None = None,
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
                return await self._command_runner.decide(partial(self._decide, batch))
            except _Overshot as overshot:
                batch = replace(batch, known=overshot.known)

    def _read(self, received: ConsumerRecord) -> DecodedRecord | None:
        if received.void:
            return None
        if received.corrupt:
            return DecodedRecord(received, problem=received.corrupt, reason=Reason.CORRUPT)
        return self._subscriptions.read(received)

    async def _decide(self, batch: "_Batch", work: UnitOfWork) -> None:
        # The locks come first: claiming the offset assigns a transaction id.
        await work.lock(
            set(map(lock_of, batch.keys)), self._subscriptions.reads(batch.decoded_records)
        )
        claimed = batch.marks
        before = await work.transaction.claim(
            batch.at, batch.expected, batch.next_offset, claimed, batch.keys
        )
        new, marks = judged(batch.decoded_records, before.watermarks)
        if _highest(claimed, before.watermarks) != _highest(marks, before.watermarks):
            raise _Overshot(before.watermarks)
        if new:
            await self._handle(work, batch.at, new, before)

    async def _handle(
        self,
        work: UnitOfWork,
        at: OffsetKey,
        decoded_records: Sequence[DecodedRecord],
        before: Claimed,
    ) -> None:
        await work.foresee(
            decoded.envelope for decoded in decoded_records if decoded.envelope is not None
        )
        aside = await self._apply(work, decoded_records, Waiting(before))
        if aside:
            await self._set_aside(work, at, aside)

    async def _apply(
        self, work: UnitOfWork, decoded_records: Sequence[DecodedRecord], waiting: Waiting
    ) -> list[Parked]:
        aside: list[Parked] = []
        followed: list[Envelope[Event]] = []  # by views alone, which never refuse
        now = self._clock.now()
        for decoded in decoded_records:
            reason, detail = _hindrance(decoded, waiting)
            if reason is None and decoded.envelope is not None:
                if not self._subscriptions.reacts_to(decoded.envelope.event):
                    followed.append(decoded.envelope)
                    continue
                await work.apply(*followed)
                followed.clear()
                reason, detail = await self._react(work, decoded.received, decoded.envelope, now)
            if reason is not None:
                aside.append(parked(decoded, reason, detail, now))
                waiting.add(decoded, reason)
        await work.apply(*followed)
        return aside

    async def _react(
        self, work: UnitOfWork, received: ConsumerRecord, envelope: Envelope[Event], now: datetime
    ) -> Hindrance:
        try:
            await self._subscriptions.handle(work, received, envelope, now)
        except Refused as refusal:
            return Reason.REFUSED, f"{refusal.code}: {refusal.detail}"
        return NOTHING

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
    decoded_records: Sequence[DecodedRecord]
    known: Watermarks | None = None
    """As they stood in vain: what leaps too far from them is not to raise them."""

    @property
    def keys(self) -> set[bytes]:
        return {decoded.received.key for decoded in self.decoded_records}

    @property
    def marks(self) -> Watermarks:
        """How far it reaches in every slot it names."""
        if self.known is None:
            return furthest(self.decoded_records)
        named = furthest(self.decoded_records)
        return {**dict.fromkeys(named, START), **judged(self.decoded_records, self.known).marks}


class _Overshot(Exception):
    """Watermarks would rise by what is implausible after those that stand; begin again with these."""

    def __init__(self, known: Watermarks) -> None:
        super().__init__(known)
        self.known = known


def _highest(marks: Watermarks, before: Watermarks) -> Watermarks:
    slots = {*marks, *before}
    highest = {slot: max(marks.get(slot, START), before.get(slot, START)) for slot in slots}
    return {slot: mark for slot, mark in highest.items() if mark > START}


def _hindrance(decoded: DecodedRecord, waiting: Waiting) -> Hindrance:
    if decoded.reason in HOLDS_NOBODY:
        return decoded.reason, decoded.problem
    if waiting.holds(decoded):
        return Reason.BEHIND, "an earlier message of its key is parked"
    if decoded.envelope is None:
        return decoded.reason, decoded.problem
    return NOTHING


def _unfit(received: ConsumerRecord, reason: Reason, problem: str) -> DecodedRecord:
    return DecodedRecord(received, problem=problem, reason=reason)
