"""Takes parked messages up again once their cause is corrected, one key in one transaction."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from recoup_events.kernel.refusals import Refused
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import MoreAccounts, StreamConflict, Unavailable, Unstorable
from recoup_eventstore.parked import (
    HOLDS_NOBODY,
    OperatorRequest,
    Parked,
    ParkedAction,
    Reason,
    Redriven,
    noted,
)
from recoup_eventstore.ports import START, Claimed, Cursor, OffsetKey, Watermarks
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.decoded_record import DecodedRecord
from recoup_messaging.keys import lock_of
from recoup_messaging.parking import received
from recoup_messaging.subscriptions import Subscriptions
from recoup_messaging.waits import Waiting
from recoup_messaging.watermarks import implausible

log = logging.getLogger(__name__)


async def redrive(
    command_runner: CommandRunner,
    subscriptions: Subscriptions,
    topic: str,
    key: bytes,
    request: OperatorRequest,
    *,
    accept: int | None = None,
) -> Redriven:
    """Handle a key's parked messages in order, up to the first that fails again.

    Those that hold nobody up are passed by where they fail again. One that is implausible is taken
    up only if it is the one to ``accept``: its slot goes on from its place then.
    """
    line = _Line(subscriptions, topic, key, request, accept)
    try:
        return await command_runner.decide(line.handle)
    except Unstorable:  # one of them; those before it are not to wait for it
        return await _one_by_one(command_runner, line)


async def _one_by_one(command_runner: CommandRunner, line: "_Line") -> Redriven:
    applied = 0
    while True:
        try:
            done = await command_runner.decide(partial(line.handle, most=1))
        except Unstorable as refusal:
            done = await command_runner.decide(partial(line.fail, str(refusal)))
        applied += done.applied
        if not done.applied:
            return Redriven(applied, done.left, done.failure)


@dataclass(frozen=True, slots=True)
class _Line:
    """The parked messages of one key, each handled or kept in one transaction."""

    subscriptions: Subscriptions
    topic: str
    key: bytes
    request: OperatorRequest
    accept: int | None
    applied: list[Parked] = field(default_factory=list)
    """In the last transaction, be it that it came to nothing."""

    async def handle(self, work: UnitOfWork, most: int | None = None) -> Redriven:
        """All of them, or up to ``most`` that are applied."""
        messages = await self._messages(work)
        read = [(message, self._read(message)) for message in messages]
        ours = [decoded for _, decoded in read if decoded is not None]
        await work.preload(self.subscriptions.reads(ours))
        await work.foresee(decoded.envelope for decoded in ours if decoded.envelope is not None)
        waiting, places = Waiting(Claimed({}, ())), await _Places.of(work, read)
        failures: list[str] = []
        kept: list[tuple[Parked, Reason, str]] = []
        self.applied.clear()
        for message, decoded in read:
            if len(self.applied) == most:
                break
            if decoded is not None and waiting.holds(decoded):
                continue
            failure = await self._failure(work, message, decoded, places)
            if failure is None:
                self.applied.append(message)
                continue
            reason, detail = failure
            waiting.add(decoded or DecodedRecord(received(message)), reason)
            failures.append(detail)
            if reason not in HOLDS_NOBODY:
                failures = [detail]
            if reason not in HOLDS_NOBODY or reason is not message.reason:
                kept.append((message, reason, detail))
        await self._leave(work, self.applied)
        for each in kept:
            await self._keep(work, *each)
        await places.raise_watermarks(work)
        left = len(messages) - len(self.applied)
        return Redriven(len(self.applied), left, failures[0] if failures else "")

    async def fail(self, detail: str, work: UnitOfWork) -> Redriven:
        """Keep the one that was just tried, for a reason that was found elsewhere."""
        messages = await self._messages(work)
        tried = {message.seq for message in self.applied}
        for message in messages:
            if message.seq in tried:  # else somebody was faster
                await self._keep(work, message, Reason.UNREADABLE, detail)
        return Redriven(0, len(messages), detail)

    async def _messages(self, work: UnitOfWork) -> Sequence[Parked]:
        # The lock the consumer takes, so that nothing is parked behind our back.
        await work.lock([lock_of(self.key)])
        return await work.transaction.parked(self.topic, self.key)

    def _read(self, message: Parked) -> DecodedRecord | None:
        if message.reason is Reason.CORRUPT:
            return DecodedRecord(received(message), problem=message.detail, reason=Reason.CORRUPT)
        return self.subscriptions.read(received(message))

    async def _failure(
        self, work: UnitOfWork, message: Parked, decoded: DecodedRecord | None, places: "_Places"
    ) -> tuple[Reason, str] | None:
        """Why it cannot be handled, ``None`` when it was."""
        if decoded is None:
            return None  # nobody listens to its kind any more
        if decoded.envelope is None:
            return decoded.reason, decoded.problem
        leap = places.leap(decoded)
        if leap is not None and message.seq != self.accept:
            return Reason.IMPLAUSIBLE, leap
        try:
            await self.subscriptions.handle(
                work, decoded.received, decoded.envelope, self.request.at
            )
        except Refused as refusal:
            return Reason.REFUSED, f"{refusal.code}: {refusal.detail}"
        except (Unavailable, Unstorable, StreamConflict, MoreAccounts):
            raise
        except Exception as bug:
            log.exception("%s[%s]@%s fails again", *decoded.received.at, decoded.received.offset)
            return Reason.FAILED, f"{type(bug).__name__}: {bug}"
        places.applied(decoded)
        return None

    async def _leave(self, work: UnitOfWork, messages: Sequence[Parked]) -> None:
        await work.transaction.unpark(messages)
        await work.transaction.note(
            [
                noted(message, ParkedAction.REDRIVEN, self.request, kept=message.content)
                for message in messages
            ]
        )

    async def _keep(self, work: UnitOfWork, message: Parked, reason: Reason, detail: str) -> None:
        failed = replace(message, reason=reason, detail=detail, parked_at=self.request.at)
        await work.transaction.park([failed])
        await work.transaction.note(
            [noted(failed, ParkedAction.REDRIVE_FAILED, self.request, outcome=detail)]
        )


class _Places:
    """The watermarks of a key's partitions: what is applied here raises them, too."""

    def __init__(self, known: Mapping[OffsetKey, Watermarks]) -> None:
        self._known = {at: dict(marks) for at, marks in known.items()}
        self._raised: defaultdict[OffsetKey, dict[int, Cursor]] = defaultdict(dict)

    @classmethod
    async def of(
        cls, work: UnitOfWork, read: Sequence[tuple[Parked, DecodedRecord | None]]
    ) -> "_Places":
        slots: defaultdict[OffsetKey, set[int]] = defaultdict(set)
        for _, decoded in read:
            if decoded is not None and decoded.heading is not None:
                slots[decoded.received.at].add(decoded.heading.slot)
        return cls({at: await work.transaction.watermarks(at, of) for at, of in slots.items()})

    def leap(self, decoded: DecodedRecord) -> str | None:
        """Why it cannot have been said there, if so."""
        slot, place = _place(decoded)
        return implausible(place, self._known[decoded.received.at].get(slot))

    def applied(self, decoded: DecodedRecord) -> None:
        slot, place = _place(decoded)
        known = self._known[decoded.received.at]
        if place > known.get(slot, START):
            known[slot] = self._raised[decoded.received.at][slot] = place

    async def raise_watermarks(self, work: UnitOfWork) -> None:
        for at, marks in self._raised.items():
            await work.transaction.raise_watermarks(at, marks)


def _place(decoded: DecodedRecord) -> tuple[int, Cursor]:
    if decoded.heading is None:
        raise ValueError("only a message that was understood has a place")
    return decoded.heading.slot, decoded.heading.cursor
