"""Takes parked messages up again once their cause is corrected, one key in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from recoup_events.refusals import Refused
from recoup_eventstore.desk import Desk
from recoup_eventstore.errors import Unstorable
from recoup_eventstore.parked import Deed, Order, Parked, Reason
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.arrivals import Arrival
from recoup_messaging.keys import lock_of
from recoup_messaging.listening import Listening
from recoup_messaging.parking import noted, received


@dataclass(frozen=True, slots=True)
class Redriven:
    """How far a key got."""

    applied: int
    left: int
    """Still parked, in order, behind the first that failed again."""
    failure: str = ""
    """Why that one failed."""


async def redrive(
    desk: Desk, listening: Listening, topic: str, key: bytes, order: Order
) -> Redriven:
    """Handle a key's parked messages in order, up to the first that fails again."""
    line = _Line(listening, topic, key, order)
    try:
        return await desk.decide(line.handle)
    except Unstorable:  # one of them; those before it are not to wait for it
        return await _one_by_one(desk, line)


async def _one_by_one(desk: Desk, line: "_Line") -> Redriven:
    applied = 0
    while True:
        try:
            done = await desk.decide(partial(line.handle, most=1))
        except Unstorable as refusal:
            done = await desk.decide(partial(line.fail, str(refusal)))
        applied += done.applied
        if done.failure or not done.left:
            return Redriven(applied, done.left, done.failure)


@dataclass(frozen=True, slots=True)
class _Line:
    """The parked messages of one key, each handled or kept in one transaction."""

    listening: Listening
    topic: str
    key: bytes
    order: Order

    async def handle(self, work: UnitOfWork, most: int | None = None) -> Redriven:
        """The first ``most`` of them."""
        messages = await self._messages(work)
        arrivals = [self.listening.read(received(message)) for message in messages[:most]]
        ours = [arrival for arrival in arrivals if arrival is not None]
        await work.preload(self.listening.reads(ours))
        await work.foresee(arrival.heard for arrival in ours if arrival.heard is not None)
        applied = 0
        for message, arrival in zip(messages, arrivals, strict=False):
            failure = await self._failure(work, arrival)
            if failure is not None:
                await self._leave(work, messages[:applied])
                await self._keep(work, message, *failure)
                return Redriven(applied, len(messages) - applied, failure[1])
            applied += 1
        await self._leave(work, messages[:applied])
        return Redriven(applied, len(messages) - applied)

    async def fail(self, detail: str, work: UnitOfWork) -> Redriven:
        """Keep the first for a reason that was found elsewhere."""
        messages = await self._messages(work)
        if not messages:  # somebody was faster
            return Redriven(0, 0)
        await self._keep(work, messages[0], Reason.UNREADABLE, detail)
        return Redriven(0, len(messages), detail)

    async def _messages(self, work: UnitOfWork) -> Sequence[Parked]:
        # The lock the consumer takes, so that nothing is parked behind our back.
        await work.lock([lock_of(self.key)])
        return await work.transaction.parked(self.topic, self.key)

    async def _failure(
        self, work: UnitOfWork, arrival: Arrival | None
    ) -> tuple[Reason, str] | None:
        """Why it cannot be handled, ``None`` when it was."""
        if arrival is None:
            return None  # nobody listens to its kind any more
        if arrival.heard is None:
            return Reason.UNREADABLE, arrival.problem
        try:
            await self.listening.handle(work, arrival.received, arrival.heard, self.order.at)
        except Refused as refusal:
            return Reason.REFUSED, f"{refusal.code}: {refusal.detail}"
        return None

    async def _leave(self, work: UnitOfWork, messages: Sequence[Parked]) -> None:
        await work.transaction.unpark(messages)
        await work.transaction.note(
            [
                noted(message, Deed.REDRIVEN, self.order, kept=message.content)
                for message in messages
            ]
        )

    async def _keep(self, work: UnitOfWork, message: Parked, reason: Reason, detail: str) -> None:
        failed = replace(message, reason=reason, detail=detail, parked_at=self.order.at)
        await work.transaction.park([failed])
        await work.transaction.note(
            [noted(failed, Deed.REDRIVE_FAILED, self.order, outcome=detail)]
        )
