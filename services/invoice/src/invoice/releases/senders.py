"""How a release goes on: it looks up who waits, lets them go customer by customer, and records it.

What it finds is a read model's, a moment behind; so it first waits until that knows of the release,
and with it of all that was loaded before, and each invoice is asked under its lock whether it still
waits. After a crash the batch is done again, and what was released by then is found released.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from invoice.invoices.domain.commands import ChangeChase
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.releases.domain.release import RELEASE, Place, RecordBatch, Release
from recoup_events.invoice import Chase
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import Ports, Reading

READS = named_queries("invoice.releases", "queries.sql")
BATCH = 1000
OF_A_TRANSACTION = 100
POLL_SECONDS = 0.05
LOOKS = 100
"""At a read model that is behind, before the release is asked for its next batch anew."""
NOW = ChangeChase(chase=Chase.NOW, chase_from=None)


@dataclass(frozen=True, slots=True)
class Batch:
    stream: Stream
    release: Release
    cause: Cause


@dataclass(frozen=True, slots=True)
class Released:
    count: int
    place: Place | None


class TooFarBehind:
    """The read model does not know of the release yet."""


class ReleaseEffect:
    """See ``Effect``; it decides about other accounts than its own, in transactions of theirs."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Batch | None:
        return Batch(stream, await work.state(RELEASE, stream), cause)

    async def perform(self, prepared: Batch) -> Released | TooFarBehind:
        rows = await self._waiting(prepared)
        if rows is None:
            return TooFarBehind()
        streams = [
            INVOICE.stream(prepared.stream.account.tenant, row["customer_id"], row["id"])
            for row in rows
        ]
        count = 0
        for start in range(0, len(streams), OF_A_TRANSACTION):
            part = streams[start : start + OF_A_TRANSACTION]
            count += await _release(self._ports.command_runner, part, prepared.cause)
        if not streams:
            return Released(0, None)
        last = streams[-1]
        return Released(count, Place(customer_id=last.account.key, invoice_id=last.id))

    async def _waiting(self, batch: Batch) -> Sequence[Mapping[str, Any]] | None:
        assert self._ports.reading is not None, "a release is found in the read models"
        for _ in range(LOOKS):
            rows = await _read(self._ports.reading, batch)
            if rows is not None:
                return rows
            await asyncio.sleep(POLL_SECONDS)
        return None

    def touches(
        self, _stream: Stream, _prepared: Batch, _result: Released | TooFarBehind
    ) -> Collection[Account]:
        return []

    async def record(
        self,
        work: UnitOfWork,
        stream: Stream,
        result: Released | TooFarBehind,
        now: datetime,
        cause: Cause,
    ) -> None:
        if isinstance(result, Released):
            command = RecordBatch(released=result.count, place=result.place, at=now)
            await work.execute(RELEASE, stream, command, cause)


async def _read(reading: Reading, batch: Batch) -> Sequence[Mapping[str, Any]] | None:
    release = batch.release
    assert release.started is not None, "only a release that was started wants a batch"
    place = release.place
    after = ("", "") if place is None else (place.customer_id, place.invoice_id)
    async with reading(batch.stream.account.tenant) as connection:
        if not await connection.fetchval(READS["is_known"], batch.stream.id):
            return None
        rows = await connection.fetch(
            READS["to_be_released"], release.started.creditor_id, *after, BATCH
        )
    return [dict(row) for row in rows]


async def _release(command_runner: CommandRunner, streams: Sequence[Stream], cause: Cause) -> int:
    async def decision(work: UnitOfWork) -> int:
        await work.lock({stream.account for stream in streams}, streams)
        released = 0
        for stream in streams:
            invoice = issued_invoice(await work.state(INVOICE, stream))
            if invoice.chase is Chase.ON_RELEASE:
                await work.execute(INVOICE, stream, NOW, cause)
                released += 1
        return released

    return await command_runner.decide(decision)
