"""Messages set aside, and what was done about them, within one PostgreSQL transaction."""

import json
from collections.abc import Sequence
from typing import Any

from asyncpg import Record

from recoup_events.kernel.envelope import Account, Stream
from recoup_eventstore.parked import (
    Content,
    Headers,
    Intervention,
    Kind,
    OperatorRequest,
    Parked,
    ParkedAction,
    Reason,
)
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.postgres.scope import QUERIES, TenantScope


class ParkingStatements(TenantScope):
    """Park, look and unpark; see ``StoreTransaction``."""

    async def park(self, messages: Sequence[Parked]) -> None:
        rows = [_row(m) for m in messages if m.stream is None]
        work = [(*_row(m), m.kind, *_of(m.stream)) for m in messages if m.stream is not None]
        if rows:
            await self._connection.executemany(QUERIES["park"], rows)
        if work:
            await self._connection.executemany(QUERIES["park_work"], work)

    async def count_parked(self, at: OffsetKey) -> int:
        count: int = await self._connection.fetchval(QUERIES["count_parked"], *at)
        return count

    async def parked(self, topic: str, key: bytes) -> Sequence[Parked]:
        rows = await self._connection.fetch(QUERIES["parked"], topic, key)
        return list(map(parked_of, rows))

    async def unpark(self, messages: Sequence[Parked]) -> None:
        await self._connection.execute(QUERIES["unpark"], [m.seq for m in messages])

    async def note(self, interventions: Sequence[Intervention]) -> None:
        rows = [
            (
                *(i.seq, i.topic, i.partition, i.offset, i.key, i.tenant, i.type),
                *(i.action, i.request.actor, i.request.reason, i.request.at, i.outcome),
                *((None, None) if i.kept is None else (_json(i.kept.headers), i.kept.value)),
                i.kind,
            )
            for i in interventions
        ]
        await self._connection.executemany(QUERIES["note"], rows)


def parked_of(row: Record) -> Parked:
    return Parked(
        topic=row["topic"],
        partition=row["partition"],
        offset=row["offset"],
        key=row["key"],
        content=Content(headers_of(row["headers"]), row["value"]),
        reason=Reason(row["reason"]),
        detail=row["detail"],
        parked_at=row["parked_at"],
        type=row["type"],
        tenant=row["tenant"],
        seq=row["seq"],
        corrected=_content(row["corrected_headers"], row["corrected_value"]),
        kind=Kind(row["kind"]),
        stream=_stream(row),
    )


def intervention_of(row: Record) -> Intervention:
    return Intervention(
        seq=row["seq"],
        topic=row["topic"],
        partition=row["partition"],
        offset=row["offset"],
        key=row["key"],
        type=row["type"],
        tenant=row["tenant"],
        action=ParkedAction(row["action"]),
        request=OperatorRequest(row["actor"], row["reason"], row["at"]),
        outcome=row["outcome"],
        kept=_content(row["headers"], row["value"]),
        id=row["id"],
        kind=Kind(row["kind"]),
    )


def _row(m: Parked) -> tuple[Any, ...]:
    return (
        *(m.topic, m.partition, m.offset, m.key, m.tenant, m.type),
        *(_json(m.content.headers), m.content.value),
        *(m.reason, m.detail, m.parked_at),
    )


def _of(stream: Stream) -> tuple[str, str, str]:
    return stream.account.key, stream.category, stream.name


def _stream(row: Record) -> Stream | None:
    if row["stream"] is None:
        return None
    account, category = Account(row["tenant"], row["account"]), row["category"]
    return Stream(account, category, row["stream"].removeprefix(f"{category}-"))


def _content(headers: str | None, value: bytes | None) -> Content | None:
    return None if headers is None else Content(headers_of(headers), value)


def _json(headers: Headers) -> str:
    return json.dumps([[name, value.hex()] for name, value in headers])


def headers_of(stored: str) -> Headers:
    return [(name, bytes.fromhex(value)) for name, value in json.loads(stored)]
