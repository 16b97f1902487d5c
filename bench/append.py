"""Appends through the library beside bare asyncpg inserting the same rows, in one interleaved run."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

import asyncpg
import uvloop

from recoup_cli.stack import temporary_stack
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
ROUNDS = 11
APPENDS = 2_000
GOAL = 0.7
TENANT = TenantId("bench")
PAID: Decider[object, None, InvoicePaid] = Decider(  # type: ignore[type-var]
    "invoice", None, lambda _c, _s: [], lambda s, _f: s
)
BARE = """
insert into store.fact (gen, tenant, account, category, stream, version, id, type, slot, public, at,
                        actor, correlation_id, causation_id, traceparent, data)
values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""
Append = Callable[[Envelope[Fact]], Awaitable[object]]


def facts() -> Sequence[Envelope[Fact]]:
    """Each the first of a stream of its own."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    cause = Cause(now, "bench", UUID(int=1), traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    made: list[Envelope[Fact]] = []
    for _ in range(APPENDS):
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


async def rate(append: Append) -> float:
    """Appends per second with every connection busy."""
    waiting = list(facts())

    async def work() -> None:
        while waiting:
            await append(waiting.pop())

    began = perf_counter()
    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return APPENDS / (perf_counter() - began)


async def as_it_is(_connection: object) -> None:
    """Spare the bare stack the pool's reset, as ours is spared it."""


async def measure(address: str) -> None:
    async with (
        asyncpg.create_pool(
            address, min_size=CONNECTIONS, max_size=CONNECTIONS, reset=as_it_is
        ) as bare,
        open_pools(address, name="bench", app_size=CONNECTIONS) as pools,
    ):
        store = PostgresStore(pools)

        async def insert(envelope: Envelope[Fact]) -> None:
            await bare.execute(BARE, *row_of(envelope))

        async def append(envelope: Envelope[Fact]) -> None:
            await store.append([envelope])

        await rate(insert)
        await rate(append)
        pairs = [(await rate(insert), await rate(append)) for _ in range(ROUNDS)]
    ratio = median(ours / theirs for theirs, ours in pairs)
    print(f"| append, {CONNECTIONS} connections, 1 fact | per second (median of {ROUNDS}) |")
    print("|---|---|")
    print(f"| bare asyncpg insert | {median(theirs for theirs, _ in pairs):,.0f} |")
    print(f"| PostgresStore.append | {median(ours for _, ours in pairs):,.0f} |")
    print(f"| ratio (goal {GOAL}) | {ratio:.2f} |")


async def main() -> None:
    """The servers, and beside them the measuring on the event loop that services run on."""
    async with (
        temporary_stack(services=()) as stack,
        Databases(stack.addresses.servers.postgres).fresh() as address,
    ):
        await asyncio.to_thread(uvloop.run, measure(address))


if __name__ == "__main__":
    asyncio.run(main())
