"""Sets aside a timer or an effect that cannot be handled, and takes it up again when told to."""

import json
import logging
from datetime import datetime

from recoup_eventstore.desk import Desk
from recoup_eventstore.isolation import detail_of, refuse_flood
from recoup_eventstore.parked import Content, Deed, Kind, Order, Parked, Reason, key_of, noted
from recoup_eventstore.ports import DueTimer, OffsetKey, TimerKey
from recoup_eventstore.work import UnitOfWork

log = logging.getLogger(__name__)


async def park_work(
    desk: Desk, kind: Kind, key: TimerKey, error: BaseException, now: datetime
) -> None:
    """Set it aside, if it is still wanted; its loop does not see it until it is released or skipped."""
    stream = key.stream
    topic = f"{stream.category}.{key.name}"

    async def decision(work: UnitOfWork) -> bool:
        await work.lock([stream.account])
        due_at = await work.transaction.moment(key)
        if due_at is None:
            return False  # it is not wanted any more
        refuse_flood(topic, await work.transaction.count_parked(OffsetKey(topic, 0)), error)
        what = {"stream": stream.name, "timer": key.name, "due_at": due_at.isoformat()}
        parked = Parked(
            topic=topic,
            partition=0,
            offset=0,
            key=key_of(stream.account),
            content=Content((), json.dumps(what).encode()),
            reason=Reason.FAILED,
            detail=detail_of(error),
            parked_at=now,
            type=topic,
            tenant=stream.account.tenant,
            kind=kind,
            stream=stream,
        )
        await work.transaction.park([parked])
        return True

    if await desk.decide(decision):
        log.error("%s %s of %s is set aside", kind, topic, stream.name, exc_info=error)


async def release(desk: Desk, found: Parked, order: Order) -> int:
    """Let the loop try again all that is parked of this name and account; says how many."""

    async def decision(work: UnitOfWork) -> int:
        messages = [m for m in await _locked(work, found) if m.kind is found.kind]
        await work.transaction.unpark(messages)
        await work.transaction.note(
            [noted(message, Deed.REDRIVEN, order, kept=message.content) for message in messages]
        )
        return len(messages)

    return await desk.decide(decision)


async def give_up(desk: Desk, found: Parked, order: Order) -> bool:
    """Never fire this moment; those that the stream asks for later on come as ever."""
    stream = found.stream
    if stream is None:
        raise ValueError("a message is given up with those of its key")
    key = TimerKey(stream, found.topic.removeprefix(f"{stream.category}."))

    async def decision(work: UnitOfWork) -> bool:
        if found.seq not in {message.seq for message in await _locked(work, found)}:
            return False
        due_at = await work.transaction.moment(key)
        if due_at is not None:
            await work.transaction.take_timers([DueTimer(due_at, key)])
        await work.transaction.unpark([found])
        await work.transaction.note([noted(found, Deed.SKIPPED, order, kept=found.content)])
        return True

    return await desk.decide(decision)


async def _locked(work: UnitOfWork, found: Parked) -> list[Parked]:
    if found.stream is None:
        return []
    await work.lock([found.stream.account])
    return list(await work.transaction.parked(found.topic, found.key))
