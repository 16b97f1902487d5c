"""Work over many accounts, batch by batch: what a read model lists next, in transactions of theirs.

A read model is a moment behind; so a batch first waits until that knows of the stream that wants it,
and with it of all that was decided before. After a crash the batch is done again, so whatever is done
to an account finds out under its lock whether it is still to be done.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.event import Command
from recoup_eventstore.batch_run import BatchRun, E, RecordBatch
from recoup_eventstore.decider import Decider
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import Ports

BATCH = 1000
OF_A_TRANSACTION = 100
POLL_SECONDS = 0.05
LOOKS = 100
"""At a read model that is behind, before the effect gives up its turn."""
_KNOWN = "select exists (select from {schema}.resource where category = $1 and id = $2)"
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch(Generic[S]):
    stream: Stream
    state: S
    cause: Cause


class TooFarBehind:
    """The read model does not know of the stream yet."""


class BatchEffect(ABC, Generic[S, T]):
    """See ``Effect``; ``T`` is what one row of the list is."""

    decider: ClassVar[Decider[Any, Any, Any]]
    """Its streams are among the resources of the read model."""
    schema: ClassVar[str]
    """The read model's."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    @abstractmethod
    async def next(self, batch: Batch[S], connection: Connection) -> Sequence[T]:
        """At most ``BATCH``."""

    @abstractmethod
    async def take(self, work: UnitOfWork, batch: Batch[S], rows: Sequence[T]) -> int:
        """Do it to a transaction's part of them; gives for how many something was left to do."""

    @abstractmethod
    def taken(self, rows: Sequence[T], count: int, now: datetime) -> Command:
        """What is recorded of a batch; without rows there is nothing left."""

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Batch[S] | None:
        return Batch(stream, await work.state(self.decider, stream), cause)

    async def perform(self, prepared: Batch[S]) -> tuple[Sequence[T], int] | TooFarBehind:
        rows = await self._listed(prepared)
        if rows is None:
            return TooFarBehind()
        count = 0
        for part in _parts(rows):
            count += await self._decide(prepared, part)
        return rows, count

    async def _decide(self, batch: Batch[S], part: Sequence[T]) -> int:
        async def decision(work: UnitOfWork) -> int:
            return await self.take(work, batch, part)

        return await self._ports.command_runner.decide(decision)

    async def _listed(self, batch: Batch[S]) -> Sequence[T] | None:
        assert self._ports.reading is not None, "what comes next is found in the read models"
        if not await caught_up(self._ports, self.schema, batch.stream):
            return None
        async with self._ports.reading(batch.stream.account.tenant) as connection:
            return await self.next(batch, connection)

    def touches(self, _stream: Stream, _prepared: Batch[S], _result: object) -> Collection[Account]:
        return []

    async def record(
        self,
        work: UnitOfWork,
        stream: Stream,
        result: tuple[Sequence[T], int] | TooFarBehind,
        now: datetime,
        cause: Cause,
    ) -> None:
        if not isinstance(result, TooFarBehind):
            await work.execute(self.decider, stream, self.taken(*result, now), cause)


async def caught_up(ports: Ports, schema: str, stream: Stream) -> bool:
    """Wait for a moment until the read models know of a stream, and of all that was decided before."""
    assert ports.reading is not None, "what is known is found in the read models"
    known = _KNOWN.format(schema=schema)
    for _ in range(LOOKS):
        async with ports.reading(stream.account.tenant) as connection:
            if await connection.fetchval(known, stream.category, stream.id):
                return True
        await asyncio.sleep(POLL_SECONDS)
    return False


class RunEffect(BatchEffect[BatchRun[E], T], Generic[E, T]):
    """The batches of a run, in the order of the list that its ``place`` stands in."""

    @abstractmethod
    def place(self, row: T) -> tuple[str, ...]:
        """Where the list stands at a row."""

    def taken(self, rows: Sequence[T], count: int, now: datetime) -> RecordBatch:
        return RecordBatch(count=count, place=self.place(rows[-1]) if rows else None, at=now)


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), OF_A_TRANSACTION):
        yield rows[start : start + OF_A_TRANSACTION]
