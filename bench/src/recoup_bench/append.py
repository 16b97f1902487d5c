"""Appends through the library beside bare asyncpg inserting the same rows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.pace import per_second
from recoup_cli.stack.addresses import Servers
from recoup_events.base import Fact
from recoup_events.envelope import Cause, Envelope
from recoup_events.ids import CustomerId, InvoiceId, TenantId
from recoup_events.invoice import InvoicePaid
from recoup_events.registry import encode
from recoup_eventstore.decider import Decider
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.rows import slot_of
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases

CONNECTIONS = 8
APPENDS = 2_000
TENANT = TenantId("bench")
PAID: Decider[object, None, InvoicePaid] = Decider(  # type: ignore[type-var]
    "invoice", None, lambda _c, _s: [], lambda s, _f: s
)
BARE = """
insert into store.fact (gen, tenant, account, category, stream, version, id, type, slot, public, at,
                        actor, correlation_id, causation_id, traceparent, data)
values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""


def facts(count: int) -> Sequence[Envelope[Fact]]:
    """Each the first of a stream of its own."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    cause = Cause(now, "bench", UUID(int=1), traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    made: list[Envelope[Fact]] = []
    for _ in range(count):
        id = uuid4()
        fact = InvoicePaid(
            invoice_id=InvoiceId(id.hex),
            customer_id=CustomerId(f"cus_{id.hex}"),
            paid_on=now.date(),
        )
        stream = PAID.stream(TENANT, fact.customer_id, id.hex)
        made.append(Envelope(id, stream, 1, cause, fact))
    return made


def row_of(e: Envelope[Fact]) -> Sequence[object]:
    """What anybody would send to insert this fact."""
    stream, cause = e.stream, e.cause
    return (
        *(e.tenant, e.account.key, stream.category, stream.name, e.version, e.id, e.fact.type),
        *(slot_of(e.account), True, cause.at, cause.actor, cause.correlation_id),
        *(cause.causation_id, cause.traceparent, encode(e.fact)),
    )


async def as_it_is(_connection: object) -> None:
    """Spare the bare stack the pool's reset, as ours is spared it."""


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with (
        Databases(servers.postgres).fresh() as address,
        asyncpg.create_pool(
            address, min_size=CONNECTIONS, max_size=CONNECTIONS, reset=as_it_is
        ) as bare,
        open_pools(address, name="bench", app_size=CONNECTIONS) as pools,
    ):
        store = PostgresStore(pools)

        async def insert() -> float:
            return await per_second(
                facts(APPENDS), lambda e: bare.execute(BARE, *row_of(e)), workers=CONNECTIONS
            )

        async def append() -> float:
            return await per_second(
                facts(APPENDS), lambda e: store.append([e]), workers=CONNECTIONS
            )

        yield [
            Figure(
                f"append, {CONNECTIONS} connections",
                "facts/s",
                Side("recoup", append),
                [Side("asyncpg", insert)],
                [Goal(least=0.8, beside="asyncpg")],
            )
        ]
