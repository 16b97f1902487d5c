"""A backlog from the events table to its topic, beside a bare producer sending the same records."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter

import asyncpg
from aiokafka import AIOKafkaProducer

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoices import issued
from recoup_cli.stack.addresses import Servers
from recoup_eventstore.ports import START, Cursor
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.publisher import BATCH_BYTES, COMPRESSION, KafkaPublisher
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.relay import Relay
from recoup_testing.databases import Databases
from recoup_testing.topics import topic_of_its_own

EVENTS = 40_000
APPEND = 500
PARTITIONS = 6
AT_ONCE = 4_000
"""What the bare side reads; half of it or twice as much changes nothing."""
OWNER = "bench_relay"
REWIND = "update store.relay_slot set gen = 0, txid = '0', pos = 0"
READ = """
select f.gen, f.txid, f.pos, f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type,
       f.slot, f.at, f.actor, f.correlation_id, f.traceparent, f.data
from store.event as f
where f.public and (f.gen, f.txid, f.pos) > ($1, $2, $3)
order by f.gen, f.txid, f.pos limit $4
"""
MOVE = "update bare_cursor set gen = $1, txid = $2, pos = $3"


async def recoup(relay: Relay, pools: Pools) -> float:
    await pools.worker.execute(REWIND)
    began, done = perf_counter(), 0
    while done < EVENTS:
        done += await relay.step()
    return EVENTS / (perf_counter() - began)


async def bare(producer: AIOKafkaProducer, topic: str, connection: asyncpg.Connection) -> float:
    """What anybody would write: read, make the headers, send, wait for all, move a cursor."""
    began, done, cursor = perf_counter(), 0, START
    while done < EVENTS:
        rows = await connection.fetch(READ, *cursor, AT_ONCE)
        sent = [
            await producer.send(
                topic,
                key=f"{row['tenant']}/{row['account']}".encode(),
                value=row["data"].encode(),
                headers=_headers(row),
            )
            for row in rows
        ]
        await asyncio.gather(*sent)
        cursor = Cursor(*rows[-1][:3])
        await connection.execute(MOVE, *cursor)
        done += len(rows)
    return EVENTS / (perf_counter() - began)


def _headers(row: asyncpg.Record) -> list[tuple[str, bytes]]:
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", str(row["id"]).encode()),
        ("ce_source", f"/recoup/{OWNER}".encode()),
        ("ce_type", row["type"].encode()),
        ("ce_time", row["at"].isoformat().encode()),
        ("ce_subject", row["stream"].encode()),
        ("ce_dataschema", f"urn:recoup:event:{row['type']}".encode()),
        ("content-type", b"application/json"),
        ("ce_correlationid", str(row["correlation_id"]).encode()),
        ("ce_sequence", str(Cursor(*row[:3])).encode()),
        ("ce_tenantid", row["tenant"].encode()),
        ("ce_streamversion", str(row["version"]).encode()),
        ("ce_slot", str(row["slot"]).encode()),
        ("ce_actor", row["actor"].encode()),
        ("ce_category", row["category"].encode()),
        ("traceparent", row["traceparent"].encode()),
    ]


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases, kafka = Databases(servers.postgres), servers.kafka
    async with (
        topic_of_its_own(kafka, f"recoup.{OWNER}", PARTITIONS) as topic,
        databases.fresh() as address,
        open_pools(address, name="bench") as pools,
        connected(address) as connection,
        AIOKafkaProducer(
            **kafka.arguments(),
            enable_idempotence=True,
            compression_type=COMPRESSION,
            max_batch_size=BATCH_BYTES,
        ) as producer,
    ):
        store, events = PostgresStore(pools), issued(EVENTS)
        for start in range(0, EVENTS, APPEND):
            await store.append(events[start : start + APPEND])
        publisher = KafkaPublisher(kafka, client_id="bench")
        relay = Relay(PostgresOutbox(pools, "bench"), publisher, OWNER)
        await connection.execute("create table bare_cursor as select 0 gen, '0'::xid8 txid, 0 pos")

        async def ours() -> float:
            return await recoup(relay, pools)

        async def theirs() -> float:
            return await bare(producer, topic, connection)

        yield [
            Figure(
                "relay",
                "events/s",
                Side("recoup", ours),
                [Side("aiokafka send", theirs)],
                [Goal(least=1.5, beside="aiokafka send")],
            )
        ]
        await publisher.close()
    await databases.close()
