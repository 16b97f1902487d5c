"""Takes parked messages up again once their cause is corrected, one key in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from recoup_events.refusals import Refused
from recoup_eventstore.desk import Desk
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

    async def decision(work: UnitOfWork) -> Redriven:
        # The lock the consumer takes, so that nothing is parked behind our back.
        await work.lock([lock_of(key)])
        messages = await work.transaction.parked(topic, key)
        arrivals = [listening.read(received(message)) for message in messages]
        ours = [arrival for arrival in arrivals if arrival is not None]
        await work.preload(listening.reads(ours))
        await work.foresee(arrival.heard for arrival in ours if arrival.heard is not None)
        applied = 0
        for message, arrival in zip(messages, arrivals, strict=True):
            failed = await _failure(work, listening, message, arrival, order.at)
            if failed is not None:
                await _leave(work, messages[:applied], order)
                await _keep(work, failed, order)
                return Redriven(applied, len(messages) - applied, failed.detail)
            applied += 1
        await _leave(work, messages, order)
        return Redriven(applied, 0)

    return await desk.decide(decision)


async def _failure(
    work: UnitOfWork, listening: Listening, message: Parked, arrival: Arrival | None, now: datetime
) -> Parked | None:
    """The message with its new reason, ``None`` when it was handled."""
    if arrival is None:
        return None  # nobody listens to its kind any more
    if arrival.heard is None:
        reason, detail = Reason.UNREADABLE, arrival.problem
    else:
        try:
            await listening.handle(work, arrival.received, arrival.heard, now)
        except Refused as refusal:
            reason, detail = Reason.REFUSED, f"{refusal.code}: {refusal.detail}"
        else:
            return None
    return replace(message, reason=reason, detail=detail, parked_at=now)


async def _leave(work: UnitOfWork, messages: Sequence[Parked], order: Order) -> None:
    await work.transaction.unpark(messages)
    await work.transaction.note(
        [noted(message, Deed.REDRIVEN, order, kept=message.content) for message in messages]
    )


async def _keep(work: UnitOfWork, failed: Parked, order: Order) -> None:
    await work.transaction.park([failed])
    await work.transaction.note([noted(failed, Deed.REDRIVE_FAILED, order, outcome=failed.detail)])
