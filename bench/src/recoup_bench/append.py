"""Appends through the library beside bare asyncpg inserting the same rows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from recoup_bench import peer
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.pace import per_second
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import InvoicePaid
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_events.kernel.registry import encode
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.rows import slot_of
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases

CONNECTIONS = 8
APPENDS = 2_000
EVENTS_IN_BATCHES = 10_000
BATCHES = (20, 500)
TENANT = TenantId("bench")
BARE = """
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public, at,
                        actor, correlation_id, causation_id, traceparent, data)
values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""


def events(count: int) -> Sequence[Envelope[Event]]:
    """Each the first of a stream of its own."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    cause = Cause(now, "bench", UUID(int=1), traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    made: list[Envelope[Event]] = []
    for _ in range(count):
        id = uuid4()
        event = InvoicePaid(
            invoice_id=InvoiceId(id.hex),
            customer_id=CustomerId(f"cus_{id.hex}"),
            paid_on=now.date(),
        )
        stream = Stream(Account(TENANT, event.customer_id), "invoice", id.hex)
        made.append(Envelope(id, stream, 1, cause, event))
    return made


def row_of(e: Envelope[Event]) -> Sequence[object]:
    """What anybody would send to insert this event."""
    stream, cause = e.stream, e.cause
    return (
        *(e.tenant, e.account.key, stream.category, stream.name, e.version, e.id, e.event.type),
        *(slot_of(e.account), True, cause.at, cause.actor, cause.correlation_id),
        *(cause.causation_id, cause.traceparent, encode(e.event)),
    )


async def as_it_is(_connection: object) -> None:
    """Spare the bare stack the pool's reset, as ours is spared it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The store, and asyncpg with as many connections inserting the same rows."""

    store: PostgresStore
    bare: "asyncpg.Pool[Any]"
    connections: int

    def singly(self) -> tuple[Side, Side]:
        async def append() -> float:
            return await per_second(
                events(APPENDS), lambda e: self.store.append([e]), workers=self.connections
            )

        async def insert() -> float:
            return await per_second(
                events(APPENDS),
                lambda e: self.bare.execute(BARE, *row_of(e)),
                workers=self.connections,
            )

        return Side("recoup", append), Side("asyncpg", insert)

    def in_batches(self, size: int) -> tuple[Side, Side]:
        def batches() -> Iterator[Sequence[Envelope[Event]]]:
            recorded = events(EVENTS_IN_BATCHES)
            return (recorded[start : start + size] for start in range(0, len(recorded), size))

        async def append() -> float:
            return await per_second(
                batches(), self.store.append, workers=self.connections, each=size
            )

        async def insert() -> float:
            return await per_second(
                batches(),
                lambda batch: self.bare.executemany(BARE, list(map(row_of, batch))),
                workers=self.connections,
                each=size,
            )

        return Side("recoup", append), Side("asyncpg", insert)


def appends(
    name: str, sides: tuple[Side, Side], goals: Sequence[Goal] = (), peers: Sequence[Side] = ()
) -> Figure:
    ours, bare = sides
    return Figure(f"append, {name}", "events/s", ours, [bare, *peers], goals)


@asynccontextmanager
async def opened(address: str, connections: int) -> AsyncIterator[Sides]:
    async with (
        asyncpg.create_pool(
            address, min_size=connections, max_size=connections, reset=as_it_is
        ) as bare,
        open_pools(address, name="bench", app_size=connections) as pools,
    ):
        yield Sides(PostgresStore(pools), bare, connections)


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(Databases(servers.postgres).fresh())
        many = await stack.enter_async_context(opened(address, CONNECTIONS))
        one = await stack.enter_async_context(opened(address, 1))
        near_bare = Goal(least=0.8, beside="asyncpg")
        goals, peers = [near_bare], []
        if peer.INSTALLED:
            append = await stack.enter_async_context(peer.recorder(address, CONNECTIONS))

            async def others() -> float:
                return await per_second(events(APPENDS // 10), append, workers=CONNECTIONS)

            peers.append(Side("eventsourcing", others))
            goals.append(Goal(least=10, beside="eventsourcing"))
        yield [
            appends(f"{CONNECTIONS} connections", many.singly(), goals, peers),
            appends("1 connection", one.singly()),
            *(appends(f"batches of {n}", many.in_batches(n), [near_bare]) for n in BATCHES),
        ]
