"""Sets aside a timer or an effect that cannot be handled, and takes it up again when told to."""

import json
import logging
from datetime import datetime

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.isolation import detail_of, refuse_flood
from recoup_eventstore.parked import (
    Content,
    Kind,
    OperatorRequest,
    Parked,
    ParkedAction,
    Reason,
    key_of,
    noted,
)
from recoup_eventstore.ports import DueTimer, OffsetKey, TimerKey
from recoup_eventstore.work import UnitOfWork

log = logging.getLogger(__name__)


async def park_work(
    command_runner: CommandRunner, kind: Kind, key: TimerKey, error: BaseException, now: datetime
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

    if await command_runner.decide(decision):
        log.error("%s %s of %s is set aside", kind, topic, stream.name, exc_info=error)


async def release(command_runner: CommandRunner, found: Parked, request: OperatorRequest) -> int:
    """Let the loop try again all that is parked of this name and account; says how many."""

    async def decision(work: UnitOfWork) -> int:
        messages = [m for m in await _locked(work, found) if m.kind is found.kind]
        await work.transaction.unpark(messages)
        await work.transaction.note(
            [
                noted(message, ParkedAction.REDRIVEN, request, kept=message.content)
                for message in messages
            ]
        )
        return len(messages)

    return await command_runner.decide(decision)


async def give_up(command_runner: CommandRunner, found: Parked, request: OperatorRequest) -> bool:
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
        await work.transaction.note(
            [noted(found, ParkedAction.SKIPPED, request, kept=found.content)]
        )
        return True

    return await command_runner.decide(decision)


async def _locked(work: UnitOfWork, found: Parked) -> list[Parked]:
    if found.stream is None:
        return []
    await work.lock([found.stream.account])
    return list(await work.transaction.parked(found.topic, found.key))
