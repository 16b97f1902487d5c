"""Pasts in PostgreSQL: read as they are, some customers at a time, and understood elsewhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import MalformedEvent, UnknownEvent, decode
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.request_context import WorkContext
from workflow_scheduler.simulations.domain.past import Broken, Past, Received, Recorded

SQL = named_queries("workflow_scheduler.simulations", "queries.sql")
SET_BY_TENANT = [
    "assignment",
    "contact_policy",
    "escalation_policy",
    "promise_policy",
    "task_policy",
]
"""The accounts in which a tenant's own choices are recorded, beside those of its workflows."""
Raw = tuple[Any, ...]
"""A row as PostgreSQL gives it; it travels to another process before anybody reads it."""


class RawPast(NamedTuple):
    account: str
    received: Sequence[Raw]
    recorded: Sequence[Raw]


@dataclass(frozen=True, slots=True)
class Pasts:
    """One tenant's."""

    context: WorkContext

    async def count(self) -> int:
        async with self.context.reading() as connection:
            found: int = await connection.fetchval(SQL["count_accounts"])
        return found

    async def accounts(self, behind: str, most: int) -> Sequence[str]:
        async with self.context.reading() as connection:
            rows = await connection.fetch(SQL["accounts"], behind, most)
        return [row["account"] for row in rows]

    async def of(self, accounts: Sequence[str]) -> Sequence[RawPast]:
        """In their order."""
        async with self.context.reading() as connection:
            received = await connection.fetch(SQL["received_of"], list(accounts))
            recorded = await connection.fetch(SQL["recorded_of"], list(accounts))
        theirs, own = _by_account(received), _by_account(recorded)
        return [RawPast(each, theirs.get(each, ()), own.get(each, ())) for each in accounts]

    async def config(self) -> Sequence[Raw]:
        """What the tenant has ever set."""
        async with self.context.reading() as connection:
            ids = [row["id"] for row in await connection.fetch(SQL["workflow_ids"])]
            rows = await connection.fetch(SQL["recorded_of"], [*SET_BY_TENANT, *ids])
        return [tuple(row) for row in rows]


def _by_account(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Sequence[Raw]]:
    found: defaultdict[str, list[Raw]] = defaultdict(list)
    for row in rows:
        found[row["account"]].append(tuple(row.values()))
    return found


def past_of(tenant: TenantId, raw: RawPast) -> Past:
    """Understood; what cannot be read is named and left out."""
    broken: list[Broken] = []
    received = [
        Received(_place(row), row[15], envelope)
        for row in raw.received
        if (envelope := _envelope(tenant, row, broken)) is not None
    ]
    return Past(
        Account(tenant, raw.account), received, own_of(tenant, raw.recorded, broken), broken
    )


def own_of(tenant: TenantId, rows: Sequence[Raw], broken: list[Broken]) -> Sequence[Recorded]:
    """Own events, understood."""
    return [
        Recorded(_place(row), envelope)
        for row in rows
        if (envelope := _envelope(tenant, row, broken)) is not None
    ]


def _place(row: Raw) -> tuple[int, int, int]:
    return row[0], row[1], row[2]


def _envelope(tenant: TenantId, row: Raw, broken: list[Broken]) -> Envelope[Any] | None:
    _, _, _, account, category, stream, version, id, type, at, actor, correlation, causation = row[
        :13
    ]
    try:
        event = decode(type, row[14])
    except (UnknownEvent, MalformedEvent, ValueError) as error:
        broken.append(Broken(_uuid(id), type, f"{error.__class__.__name__}: cannot be read"))
        return None
    of = Stream(Account(tenant, account), category, stream.removeprefix(f"{category}-"))
    cause = Cause(at, actor, _uuid(correlation), causation and _uuid(causation), row[13])
    return Envelope(_uuid(id), of, version, cause, event)


def _uuid(id: Any) -> UUID:
    """asyncpg has a class of its own, which does not travel."""
    return UUID(bytes=id.bytes)
