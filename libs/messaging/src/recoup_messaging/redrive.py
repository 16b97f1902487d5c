"""Takes parked messages up again once their cause is corrected, one key in one transaction."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from recoup_events.refusals import Refused
from recoup_eventstore.desk import Desk
from recoup_eventstore.ports import Parked
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.arrivals import Arrival
from recoup_messaging.errors import Unreadable
from recoup_messaging.keys import account_of
from recoup_messaging.listening import Listening
from recoup_messaging.parking import parked, received

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Redriven:
    """How far a key got."""

    applied: int
    left: int
    """Still parked, in order, behind the first that failed again."""


async def redrive(
    desk: Desk, listening: Listening, topic: str, key: bytes, now: datetime
) -> Redriven:
    """Handle a key's parked messages in order, up to the first that fails again."""

    async def decision(work: UnitOfWork) -> Redriven:
        await _lock(work, key)
        messages = await work.transaction.parked(topic, key)
        arrivals = [listening.read(received(message)) for message in messages]
        await listening.preload(work, [a for a in arrivals if a is not None])
        applied = await _apply(work, listening, arrivals, now)
        await work.transaction.unpark(messages[:applied])
        return Redriven(applied, len(messages) - applied)

    return await desk.decide(decision)


async def skip(desk: Desk, message: Parked, reason: str) -> None:
    """Give a parked message up for good; those behind it wait for a redrive."""

    async def decision(work: UnitOfWork) -> None:
        await _lock(work, message.key)
        await work.transaction.unpark([message])

    await desk.decide(decision)
    log.warning(
        "skipped the parked message %s[%s]@%s: %s",
        message.topic,
        message.partition,
        message.offset,
        reason,
    )


async def _lock(work: UnitOfWork, key: bytes) -> None:
    """The same lock the consumer takes, so that nothing is parked behind our back."""
    try:
        await work.lock([account_of(key)])
    except Unreadable:
        await work.lock([])


async def _apply(
    work: UnitOfWork, listening: Listening, arrivals: Sequence[Arrival | None], now: datetime
) -> int:
    for applied, arrival in enumerate(arrivals):
        if arrival is None:
            continue  # nobody listens to its kind any more
        if arrival.heard is None:
            await work.transaction.park([parked(arrival, "unreadable", arrival.problem, now)])
            return applied
        try:
            await listening.handle(work, arrival.received, arrival.heard, now)
        except Refused as refusal:
            detail = f"{refusal.code}: {refusal.detail}"
            await work.transaction.park([parked(arrival, "refused", detail, now)])
            return applied
    return len(arrivals)
