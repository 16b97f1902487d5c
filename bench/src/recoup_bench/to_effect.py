"""How long an event of one service takes to an effect of another that listens to it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from secrets import token_hex
from uuid import uuid4

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoices import issued
from recoup_bench.pace import steadily
from recoup_bench.stopwatch import Stopwatch
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.relay import Relay
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_service.clock import SystemClock
from recoup_testing.counter import COUNTER, SetAlarm
from recoup_testing.databases import Databases
from recoup_testing.loops import eventually, running
from recoup_testing.topics import topic_of_its_own

OWNER = "invoice"
TOPIC = f"recoup.bench_to_effect.{OWNER}"
PARTITIONS = 6
PER_SECOND = 200
EVENTS = 5 * PER_SECOND
ALARM = "alarm"


def counter_of(received: Envelope[InvoiceIssued]) -> Stream:
    return Stream(received.account, COUNTER.category, received.stream.id)


async def ask(work: UnitOfWork, received: Envelope[InvoiceIssued], cause: Cause) -> None:
    """What is received asks for an effect at once."""
    await work.execute(COUNTER, counter_of(received), SetAlarm(at=cause.at), cause)


SUBSCRIPTIONS = Subscriptions(
    [Subscription(InvoiceIssued, ask, reads=lambda received: [counter_of(received)])],
    [],
    actor="bench",
)


class Ring:
    """Stops the watch; nothing is outside that could take time of its own."""

    def __init__(self) -> None:
        self.watch = Stopwatch()

    async def prepare(
        self, _work: UnitOfWork, stream: Stream, _now: datetime, _cause: Cause
    ) -> str:
        return stream.id

    async def perform(self, prepared: str) -> None:
        self.watch.stop(prepared)

    def touches(self, _stream: Stream, _prepared: str, _result: None) -> Sequence[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, _result: None, _now: datetime, cause: Cause
    ) -> None:
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


@asynccontextmanager
async def teller(pools: Pools, kafka: KafkaConnection) -> AsyncIterator[Relay]:
    publisher = KafkaPublisher(kafka, client_id="bench")
    relay = Relay(PostgresOutbox(pools, "bench"), publisher, OWNER, TOPIC)
    async with running(relay):
        yield relay


@asynccontextmanager
async def listener(
    pools: Pools, kafka: KafkaConnection, topic: str, ring: Ring
) -> AsyncIterator[None]:
    command_runner, clock = CommandRunner(PostgresStore(pools), [], uuid4), SystemClock()
    source = KafkaSource(kafka, group=f"bench-{token_hex(4)}", topics=[topic])
    consumer = Consumer(command_runner, source, SUBSCRIPTIONS, clock)
    effects = Effects(command_runner, clock, "bench", COUNTER, ALARM, ring)
    command_runner.when_recorded(effects.wake)

    async def ready() -> bool:
        return consumer.ready

    async with running(consumer, effects):
        await eventually(ready)
        yield


async def p99(store: PostgresStore, relay: Relay, ring: Ring) -> float:
    """In milliseconds, every loop woken by what is recorded as it is in a service."""
    ring.watch = Stopwatch()

    async def record(event: Envelope[InvoiceIssued]) -> None:
        await store.append([event])
        ring.watch.start([event.stream.id])
        relay.wake()

    async def all_done() -> bool:
        return ring.watch.stopped == EVENTS

    await steadily(issued(EVENTS), record, PER_SECOND)
    await eventually(all_done)
    return ring.watch.p99


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases, kafka, ring = Databases(servers.postgres), servers.kafka, Ring()
    async with (
        topic_of_its_own(kafka, TOPIC, PARTITIONS) as topic,
        databases.fresh() as here,
        databases.fresh() as there,
        open_pools(here, name="bench") as telling,
        open_pools(there, name="bench") as subscriptions,
        teller(telling, kafka) as relay,
        listener(subscriptions, kafka, topic, ring),
    ):
        store = PostgresStore(telling)

        async def ours() -> float:
            return await p99(store, relay, ring)

        yield [
            Figure(
                f"event to another service's effect, p99 at {PER_SECOND}/s",
                "ms",
                Side("recoup", ours),
                goals=[Goal(most=250)],
            )
        ]
    await databases.close()
