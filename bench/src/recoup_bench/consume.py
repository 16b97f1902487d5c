"""A backlog from Kafka into a view, beside bare consumers that copy the same into a table."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID, uuid4

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoices import issued
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import View
from recoup_eventstore.ports import Cursor, Positioned
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.rows import slot_of
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.cloudevents import record_of
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.memory.outbox import outbox_row_of
from recoup_messaging.records import Record
from recoup_messaging.subscriptions import Subscriptions
from recoup_receivables.owed import Owed, follow, receivables_of
from recoup_service.clock import SystemClock
from recoup_testing.databases import Databases
from recoup_testing.loops import eventually, running
from recoup_testing.topics import topic_of_its_own

if TYPE_CHECKING:  # generic in its stubs, not at run time
    Connection: TypeAlias = "asyncpg.Connection[Any]"
else:
    Connection = asyncpg.Connection
Row = tuple[Any, ...]
EVENTS = 40_000
"""So many that opening connections and planning statements, seconds after a start, do not show."""
PARTITIONS = 6
OWNER = "invoice"
TOPIC = f"recoup.bench_consume.{OWNER}"
TABLES = """
create table bare_owed (tenant text, account text, id text, event uuid, content jsonb,
                        primary key (tenant, account, id));
create temp table received (like bare_owed) on commit delete rows;
create table bare_offset (topic text, partition int, next_offset bigint, primary key (topic, partition))
"""
MERGE = """
insert into bare_owed select * from received
on conflict (tenant, account, id) do update set event = excluded.event, content = excluded.content
"""
MOVE = """
insert into bare_offset values ($1, $2, $3)
on conflict (topic, partition) do update set next_offset = excluded.next_offset
"""


def _evolve(owed: Owed, received: Envelope[Event]) -> Owed:
    return follow(owed, received.event)


OWED = View(
    "owed", Owed(), receivables_of, _evolve, subscribes=(InvoiceIssued,), own_id="receivable_id"
)


def records() -> Sequence[Record]:
    """As a relay would publish them."""
    return [
        record_of(
            outbox_row_of(slot_of(e.account), 1, Positioned(Cursor(1, n, n), e)), OWNER
        )._replace(topic=TOPIC)
        for n, e in enumerate(issued(EVENTS), 1)
    ]


async def recoup(kafka: KafkaConnection, topic: str, address: str) -> float:
    """Events per second, from the moment the group has met."""
    source = KafkaSource(kafka, group=f"bench-{token_hex(4)}", topics=[topic])
    async with open_pools(address, name="bench") as pools:
        command_runner = CommandRunner(PostgresStore(pools), [OWED], uuid4)
        consumer = Consumer(
            command_runner, source, Subscriptions([], [OWED], actor="bench"), SystemClock()
        )

        async def ready() -> bool:
            return consumer.ready

        async def all_done() -> bool:
            return consumer.done == EVENTS

        async with running(consumer):
            await eventually(ready)
            before, began = consumer.done, perf_counter()
            await eventually(all_done)
            return (EVENTS - before) / (perf_counter() - began)


Put = Callable[[Connection, Sequence[Row]], Awaitable[object]]


async def copied(connection: Connection, rows: Sequence[Row]) -> None:
    """The least there is; the second event about an invoice, or the same one again, would end it."""
    await connection.copy_records_to_table("bare_owed", records=rows)


async def merged(connection: Connection, rows: Sequence[Row]) -> None:
    """A read model, as ours is: what is received about an invoice takes the place of what was known."""
    await connection.copy_records_to_table("received", records=rows)
    await connection.execute(MERGE)


async def bare(put: Put, kafka: KafkaConnection, topic: str, address: str) -> float:
    """What anybody would write: fetch, parse, copy with the offsets in one transaction."""
    consumer = AIOKafkaConsumer(**kafka.arguments(), auto_offset_reset="earliest")
    async with connected(address) as connection, consumer:
        await connection.execute(TABLES)
        consumer.assign([TopicPartition(topic, partition) for partition in range(PARTITIONS)])
        began, done = perf_counter(), 0
        while done < EVENTS:
            fetched = await consumer.getmany(timeout_ms=250, max_records=2_000)
            rows = [_row(record) for batch in fetched.values() for record in batch]
            ends = [(*place, batch[-1].offset + 1) for place, batch in fetched.items()]
            async with connection.transaction():
                await put(connection, rows)
                await connection.executemany(MOVE, ends)
            done += len(rows)
        return EVENTS / (perf_counter() - began)


def _row(record: Any) -> Row:
    headers, invoice = dict(record.headers), json.loads(record.value)
    [term] = invoice["terms"]
    id = term["receivable_id"]
    owed = {"receivable_id": id, "balance": term["amount"]}
    owed |= {"covers": {}, "settled": {}, "granted": []}
    return (
        headers["ce_tenantid"].decode(),
        invoice["customer_id"],
        id,
        UUID(headers["ce_id"].decode()),
        json.dumps(owed),
    )


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases, kafka = Databases(servers.postgres), servers.kafka
    publisher = KafkaPublisher(kafka, client_id="bench")
    async with topic_of_its_own(kafka, TOPIC, PARTITIONS) as topic:
        await publisher.publish(records())

        async def ours() -> float:
            async with databases.fresh() as address:
                return await recoup(kafka, topic, address)

        def theirs(name: str, put: Put) -> Side:
            async def run() -> float:
                async with databases.empty() as address:
                    return await bare(put, kafka, topic, address)

            return Side(name, run)

        yield [
            Figure(
                "consume into a view",
                "events/s",
                Side("recoup", ours),
                [theirs("aiokafka + copy", copied), theirs("aiokafka + copy, merge", merged)],
                [
                    Goal(least=0.5, beside="aiokafka + copy"),
                    Goal(least=0.5, beside="aiokafka + copy, merge"),
                ],
            )
        ]
    await publisher.close()
    await databases.close()
