"""One process from start to stop: open inside out, close outside in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from recoup_events.topics import topic_owned_by
from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.durations import Durations
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.read_models.redriving import ParkedEvents
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.history import PostgresHistory
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.kafka.topic_ids import TopicIds
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.topic_watch import TopicWatch
from recoup_service.admin import admin_app
from recoup_service.api.keyring import CachedKeyRing, PostgresKeyRing
from recoup_service.api.reading import reading_from
from recoup_service.clock import clock_of
from recoup_service.house import House, migrated
from recoup_service.ids import new_id
from recoup_service.loops import Loops, listening_of, loops_of
from recoup_service.opening import (
    consumer_check,
    database_check,
    halted_warnings,
    read_only_warnings,
    standing_warnings,
    until_at_head,
)
from recoup_service.operating.app import OperatorsDoor
from recoup_service.operating.operations import Operations
from recoup_service.running import running
from recoup_service.serving import serving
from recoup_service.watching.counts import of_desk, of_loops, of_pools
from recoup_service.watching.delays import noticing
from recoup_service.watching.gauges import (
    consumer_gauge,
    horizon_gauge,
    parked_gauge,
    projection_gauge,
    relay_gauge,
    timer_gauge,
)
from recoup_service.watching.heartbeats import Heartbeats
from recoup_service.watching.http_metrics import HttpMetrics
from recoup_service.watching.meters import Sample
from recoup_service.watching.metrics import EVENT_LOOP_DELAY
from recoup_service.watching.watch import Watch

log = structlog.stdlib.get_logger(__name__)


async def serve(house: House, stopping: asyncio.Event) -> None:
    """Serve until stopped; what a loop raises is no reason to stop (ADR-0015)."""
    settings = house.settings
    clock = clock_of(settings.clock)
    dsn = settings.database.get_secret_value()
    watch = Watch(HttpMetrics(), Heartbeats())
    operators = OperatorsDoor(watch.http)
    admin = admin_app(watch, operators)
    private = serving(
        admin,
        settings.http_host,
        settings.admin_port,
        settings.of_private_port(),
        watch.http.refused,
    )
    async with private as admin_port:
        await until_at_head(dsn, migrated(house.package), watch, stopping)
        if stopping.is_set():
            return
        async with (
            open_pools(dsn, name=house.name) as pools,
            _open(house, pools, clock, watch, operators) as http_port,
        ):
            log.info("serving", http_port=http_port, admin_port=admin_port)
            await stopping.wait()
            log.info("stopping")
            watch.leaving = True
    log.info("stopped")


@asynccontextmanager
async def _open(
    house: House, pools: Pools, clock: Clock, watch: Watch, operators: OperatorsDoor
) -> AsyncIterator[int]:
    """Loops first and requests last; closing goes the other way round."""
    settings = house.settings
    desk = Desk(PostgresStore(pools), house.views, new_id)
    app = house.app(
        desk,
        clock,
        CachedKeyRing(PostgresKeyRing(pools.worker)),
        reading_from(pools),
        http=watch.http,
    )
    loops = _loops(house, desk, pools, clock)
    delays = Durations()
    async with (
        running(loops.all),
        noticing(delays),
        serving(
            app, settings.http_host, settings.http_port, settings, watch.http.refused
        ) as http_port,
    ):
        _let_see(watch, desk, pools, clock, loops)
        watch.counts += [
            lambda: of_desk(desk),
            lambda: of_loops(loops.all, house.name),
            lambda: of_pools(pools),
            lambda: [Sample(EVENT_LOOP_DELAY, delays)],
        ]
        operators.open(
            Operations(
                desk,
                listening_of(house),
                clock,
                house.package,
                PostgresHistory(pools),
                ParkedEvents(pools, house.projections),
            )
        )
        yield http_port


def _loops(house: House, desk: Desk, pools: Pools, clock: Clock) -> Loops:
    kafka, instance = house.settings.kafka_connection, house.settings.instance
    worker = f"{house.name}-{instance or new_id().hex}"
    heard = listening_of(house).topics
    topics = TopicWatch(pools, TopicIds(kafka), own=topic_owned_by(house.package), heard=heard)
    publisher = KafkaPublisher(kafka, client_id=worker, check=topics.check_before_publishing)
    topics.when_own_is_new(publisher.renew)
    projections = [ProjectionRunner(desk.store, pools, each) for each in house.projections]
    return loops_of(
        house,
        desk,
        clock,
        PostgresOutbox(pools, worker),
        publisher,
        KafkaSource(
            kafka,
            group=house.name,
            topics=heard,
            instance=instance,
            check=topics.check_before_handling,
        ),
        [*projections, topics],
    )


def _let_see(watch: Watch, desk: Desk, pools: Pools, clock: Clock, loops: Loops) -> None:
    watch.desk = desk
    watch.loops = loops.all
    watch.checks = {"database": database_check(pools)}
    watch.warnings = [read_only_warnings(pools), standing_warnings(loops.all)]
    watch.gauges = [
        relay_gauge(loops.relay, clock),
        timer_gauge(desk.store, clock),
        parked_gauge(pools, clock),
        projection_gauge(pools, clock),
        horizon_gauge(pools),
    ]
    if loops.consumer is not None:
        watch.checks["consumer"] = consumer_check(loops.consumer)
        watch.warnings.append(halted_warnings(loops.consumer))
        watch.gauges.append(consumer_gauge(loops.consumer, clock))
