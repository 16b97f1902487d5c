"""Numbers that are looked up in the store and in Kafka, and only when somebody asks for them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import Any

from asyncpg import UndefinedTableError

from recoup_eventstore.clock import Clock
from recoup_eventstore.parked import HOLDS_NOBODY
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.consumer import Consumer
from recoup_messaging.relay import Relay
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import (
    CONSUMER_LAG_SECONDS,
    HORIZON_AGE,
    PARKED,
    PARKED_AGE,
    PARKED_DISTRUSTED,
    PARKED_KEYS,
    PROJECTION_LAG,
    PROJECTION_LAG_SECONDS,
    RELAY_LAG,
    RELAY_LAG_SECONDS,
    TIMER_OVERDUE,
    WAITING,
    WAITING_AGE,
)
from recoup_service.observability.watch import Gauge

QUERIES = named_queries("recoup_service.observability")


def _age(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())


def relay_gauge(relay: Relay, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        backlog = await relay.backlog()
        age = _age(backlog.oldest_at, clock.now())
        return [Sample(RELAY_LAG, backlog.events), Sample(RELAY_LAG_SECONDS, age)]

    return gauge


def consumer_gauge(consumer: Consumer, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        now = clock.now()
        return [
            Sample(CONSUMER_LAG_SECONDS, _age(oldest, now), [at.topic, str(at.partition)])
            for at, oldest in consumer.oldest.items()
        ]

    return gauge


def timer_gauge(store: Store, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        return [Sample(TIMER_OVERDUE, _age(await store.next_due(), clock.now()))]

    return gauge


def parked_gauge(pools: Pools, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        with transient_errors():
            [row] = await pools.worker.fetch(QUERIES["parked"])
        return [
            Sample(PARKED_KEYS, row["keys"]),
            Sample(PARKED, row["messages"]),
            Sample(PARKED_AGE, _age(row["oldest_at"], clock.now())),
            *(
                Sample(PARKED_DISTRUSTED, row[str(reason)], [reason])
                for reason in sorted(HOLDS_NOBODY)
            ),
        ]

    return gauge


def projection_gauge(pools: Pools, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        with transient_errors():
            rows = await pools.worker.fetch(QUERIES["projections"])
        now = clock.now()
        found: list[Sample] = []
        for row in rows:
            build = (row["name"], str(row["build"]), row["status"])
            found.append(Sample(PROJECTION_LAG, row["behind"], build))
            found.append(Sample(PROJECTION_LAG_SECONDS, _age(row["oldest_at"], now), build))
        return found

    return gauge


def waiting_gauge(pools: Pools, clock: Clock, query: str) -> Gauge:
    """Of a read model; there is nothing to see before it is shown for the first time."""

    async def gauge() -> Sequence[Sample]:
        try:
            with transient_errors():
                rows = await pools.worker.fetch(query)
        except UndefinedTableError:
            return []
        now = clock.now()
        found: list[Sample] = []
        for row in rows:
            found.append(Sample(WAITING, row["messages"], [row["waits_for"]]))
            found.append(Sample(WAITING_AGE, _age(row["oldest_at"], now), [row["waits_for"]]))
        return found

    return gauge


def horizon_gauge(pools: Pools, elapsed: Callable[[], float] = monotonic) -> Gauge:
    """As exact as it is asked often: it sees for how long the horizon has stood still."""
    stood: tuple[Any, float] = (None, elapsed())

    async def gauge() -> Sequence[Sample]:
        nonlocal stood
        with transient_errors():
            [[oldest, held]] = await pools.worker.fetch(QUERIES["horizon"])
        now = elapsed()
        if oldest != stood[0] or not held:
            stood = (oldest, now)
        return [Sample(HORIZON_AGE, now - stood[1])]

    return gauge
