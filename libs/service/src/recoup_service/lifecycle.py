"""One process from start to stop: open inside out, close outside in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog

from recoup_events.kernel.topics import topic_owned_by
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.durations import Durations
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.read_models.redrive import ParkedEvents
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.read_models.standing import ReadModels
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.history import PostgresHistory
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.kafka.topic_ids import TopicIds
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.topic_watch import TopicWatch
from recoup_service.admin import admin_app
from recoup_service.api.keyring import CachedKeyRing, PostgresKeyRing
from recoup_service.api.oidc.users import signing_in
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.clock import clock_of
from recoup_service.ids import new_id
from recoup_service.loops import Loops, loops_of, subscriptions_of
from recoup_service.migration import migrated
from recoup_service.observability.counts import of_command_runner, of_loops, of_pools
from recoup_service.observability.delays import noticing
from recoup_service.observability.gauges import (
    consumer_gauge,
    horizon_gauge,
    parked_gauge,
    projection_gauge,
    relay_gauge,
    timer_gauge,
    waiting_gauge,
)
from recoup_service.observability.heartbeats import Heartbeats
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import EVENT_LOOP_DELAY
from recoup_service.observability.watch import Watch
from recoup_service.operator_api.app import OperatorApi
from recoup_service.operator_api.operations import Operations
from recoup_service.own_loop import OwnLoop
from recoup_service.run_until_stopped import running
from recoup_service.server import serving
from recoup_service.service import Background, Service
from recoup_service.startup_checks import (
    consumer_check,
    database_check,
    halted_warnings,
    issuer_warnings,
    read_only_warnings,
    standing_warnings,
    until_at_head,
)

log = structlog.stdlib.get_logger(__name__)


async def serve(service: Service, stopping: asyncio.Event) -> None:
    """Serve until stopped; what a loop raises is no reason to stop (ADR-0015)."""
    settings = service.settings
    clock = clock_of(settings.clock)
    dsn = settings.database.get_secret_value()
    watch = Watch(HttpMetrics(), Heartbeats())
    operators = OperatorApi(watch.http)
    admin = admin_app(watch, operators)
    private = serving(
        admin,
        settings.http_host,
        settings.admin_port,
        settings.of_private_port(),
        watch.http.refused,
    )
    async with private as admin_port:
        await until_at_head(dsn, migrated(service.package), watch, stopping)
        if stopping.is_set():
            return
        async with (
            open_pools(dsn, name=service.name) as pools,
            _open(service, pools, clock, watch, operators) as http_port,
        ):
            log.info("serving", http_port=http_port, admin_port=admin_port)
            await stopping.wait()
            log.info("stopping")
            watch.leaving = True
    log.info("stopped")


@asynccontextmanager
async def _open(
    service: Service, pools: Pools, clock: Clock, watch: Watch, operators: OperatorApi
) -> AsyncIterator[int]:
    """Loops first and requests last; closing goes the other way round."""
    settings = service.settings
    command_runner = service.command_runner(PostgresStore(pools), new_id)
    loops = _loops(service, command_runner, pools, clock)
    delays = Durations()
    async with (
        signing_in(settings) as users,
        running(loops.all),
        noticing(delays),
        serving(
            service.app(
                command_runner,
                clock,
                CachedKeyRing(PostgresKeyRing(pools.worker)),
                reading_from(pools),
                http=watch.http,
                users=users,
                writing=writing_from(pools),
            ),
            settings.http_host,
            settings.http_port,
            settings,
            watch.http.refused,
        ) as http_port,
    ):
        _let_see(watch, command_runner, pools, clock, loops, service.awaited)
        if users is not None:
            watch.warnings.append(issuer_warnings(users.keys))
        watch.counts += [
            lambda: of_command_runner(command_runner),
            lambda: of_loops(loops.all, service.name),
            lambda: of_pools(pools),
            lambda: [Sample(EVENT_LOOP_DELAY, delays)],
        ]
        operators.open(
            Operations(
                command_runner,
                subscriptions_of(service),
                clock,
                service.package,
                PostgresHistory(pools),
                ParkedEvents(pools, service.projections),
                ReadModels(command_runner.store, pools, service.projections),
            )
        )
        yield http_port


def _loops(service: Service, command_runner: CommandRunner, pools: Pools, clock: Clock) -> Loops:
    kafka, instance = service.settings.kafka_connection, service.settings.instance
    worker = f"{service.name}-{instance or new_id().hex}"
    subscribed = subscriptions_of(service).topics
    topics = TopicWatch(
        pools, TopicIds(kafka), own=topic_owned_by(service.package), subscribed=subscribed
    )
    publisher = KafkaPublisher(kafka, client_id=worker, check=topics.check_before_publishing)
    topics.when_own_is_new(publisher.renew)
    projections = [
        ProjectionRunner(command_runner.store, pools, each) for each in service.projections
    ]
    own = [make(Background(pools, clock, command_runner)) for make in service.own_loops]
    for loop in own:
        command_runner.on_rows_written(loop.wake)
    return loops_of(
        service,
        command_runner,
        clock,
        PostgresOutbox(pools, worker),
        publisher,
        KafkaSource(
            kafka,
            group=service.name,
            topics=subscribed,
            instance=instance,
            check=topics.check_before_handling,
        ),
        [*projections, topics, *own],
        reading_from(pools),
        writing_from(pools),
    )


def _let_see(
    watch: Watch,
    command_runner: CommandRunner,
    pools: Pools,
    clock: Clock,
    loops: Loops,
    awaited: Sequence[str],
) -> None:
    watch.command_runner = command_runner
    watch.loops = loops.all
    watch.checks = {"database": database_check(pools)}
    watch.warnings = [read_only_warnings(pools), standing_warnings(loops.all)]
    watch.gauges = [
        relay_gauge(loops.relay, clock),
        timer_gauge(command_runner.store, clock),
        parked_gauge(pools, clock),
        projection_gauge(pools, clock),
        horizon_gauge(pools),
        *(waiting_gauge(pools, clock, query) for query in awaited),
    ]
    for loop in loops.all:
        if isinstance(loop, OwnLoop):
            watch.counts.append(loop.samples)
            watch.gauges.append(loop.looked_up)
            watch.moments.append(loop.next_moment)
    if loops.consumer is not None:
        watch.checks["consumer"] = consumer_check(loops.consumer)
        watch.warnings.append(halted_warnings(loops.consumer))
        watch.gauges.append(consumer_gauge(loops.consumer, clock))
