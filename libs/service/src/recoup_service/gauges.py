"""Numbers that are looked up in the store and in Kafka, and only when somebody asks for them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import Any

from recoup_eventstore.clock import Clock
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.weather import weather
from recoup_messaging.consumer import Consumer
from recoup_messaging.relay import Relay
from recoup_service.keyring import QUERIES
from recoup_service.metrics import (
    CONSUMER_HALTED,
    CONSUMER_LAG,
    HORIZON_AGE,
    PARKED,
    PROJECTION_LAG,
    RELAY_LAG,
    RELAY_LAG_SECONDS,
    TIMER_OVERDUE,
    Sample,
)
from recoup_service.watch import Gauge


def _age(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())


def relay_gauge(relay: Relay, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        backlog = await relay.backlog()
        age = _age(backlog.oldest_at, clock.now())
        return [Sample(RELAY_LAG, backlog.facts), Sample(RELAY_LAG_SECONDS, age)]

    return gauge


def consumer_gauge(consumer: Consumer) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        lag, halted = consumer.lag, consumer.halted
        behind = [Sample(CONSUMER_LAG, n, [at.topic, str(at.partition)]) for at, n in lag.items()]
        still = [Sample(CONSUMER_HALTED, at in halted, [at.topic, str(at.partition)]) for at in lag]
        return [*behind, *still]

    return gauge


def timer_gauge(store: Store, clock: Clock) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        return [Sample(TIMER_OVERDUE, _age(await store.next_due(), clock.now()))]

    return gauge


def table_gauge(pools: Pools) -> Gauge:
    async def gauge() -> Sequence[Sample]:
        with weather():
            parked = await pools.worker.fetchval(QUERIES["parked"])
            rows = await pools.worker.fetch(QUERIES["projections"])
        behind = [Sample(PROJECTION_LAG, row["behind"], [row["name"]]) for row in rows]
        return [Sample(PARKED, parked), *behind]

    return gauge


def horizon_gauge(pools: Pools, elapsed: Callable[[], float] = monotonic) -> Gauge:
    """As exact as it is asked often: it sees for how long the horizon has stood still."""
    stood: tuple[Any, float] = (None, elapsed())

    async def gauge() -> Sequence[Sample]:
        nonlocal stood
        with weather():
            [[oldest, held]] = await pools.worker.fetch(QUERIES["horizon"])
        now = elapsed()
        if oldest != stood[0] or not held:
            stood = (oldest, now)
        return [Sample(HORIZON_AGE, now - stood[1])]

    return gauge
