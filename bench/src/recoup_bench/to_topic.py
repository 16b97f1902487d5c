"""How long a committed event takes to its topic while a thousand a second are recorded."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoices import issued
from recoup_bench.pace import steadily
from recoup_bench.stopwatch import Stopwatch
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.relay import Relay
from recoup_testing.databases import Databases
from recoup_testing.loops import running
from recoup_testing.topics import topic_of_its_own

OWNER = "bench_to_topic"
PARTITIONS = 6
PER_SECOND = 1_000
EACH = 10
"""Events of one append, so that appending does not fill the machine."""
EVENTS = 5 * PER_SECOND


async def read(topic: AIOKafkaConsumer, watch: Stopwatch) -> None:
    while watch.stopped < EVENTS:
        for records in (await topic.getmany(timeout_ms=250)).values():
            for record in records:
                watch.stop(dict(record.headers)["ce_id"].decode())


async def p99(store: PostgresStore, relay: Relay, topic: AIOKafkaConsumer) -> float:
    """In milliseconds, the relay woken by what is recorded as it is in a service."""
    watch, events = Stopwatch(), issued(EVENTS)

    async def record(group: Sequence[Envelope[InvoiceIssued]]) -> None:
        await store.append(group)
        watch.start(str(envelope.id) for envelope in group)
        relay.wake()

    groups = [events[start : start + EACH] for start in range(0, EVENTS, EACH)]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(read(topic, watch))
        await steadily(groups, record, PER_SECOND / EACH)
    return watch.p99


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases, kafka = Databases(servers.postgres), servers.kafka
    async with (
        topic_of_its_own(kafka, f"recoup.{OWNER}", PARTITIONS) as name,
        databases.fresh() as address,
        open_pools(address, name="bench") as pools,
        AIOKafkaConsumer(**kafka.arguments()) as topic,
    ):
        topic.assign([TopicPartition(name, partition) for partition in range(PARTITIONS)])
        await topic.seek_to_end()
        store = PostgresStore(pools)
        publisher = KafkaPublisher(kafka, client_id="bench")
        relay = Relay(PostgresOutbox(pools, "bench"), publisher, OWNER)

        async def ours() -> float:
            return await p99(store, relay, topic)

        async with running(relay):
            yield [
                Figure(
                    f"commit to topic, p99 at {PER_SECOND:,}/s",
                    "ms",
                    Side("recoup", ours),
                    goals=[Goal(most=100)],
                )
            ]
    await databases.close()
