"""What brings a service back whose database, or whose broker, was lost with its data."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import structlog

from recoup_events.kernel.topics import topic_owned_by
from recoup_eventstore.postgres.connector import Alone, connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.partitions import partitions_of
from recoup_messaging.outbox import QUERIES
from recoup_messaging.restore import Restore, without_reactions
from recoup_messaging.rewind import StillRelaying, rewind
from recoup_messaging.subscriptions import Subscriptions
from recoup_service.clock import clock_of
from recoup_service.ids import new_id
from recoup_service.loops import subscriptions_of
from recoup_service.service import Service

log = structlog.stdlib.get_logger(__name__)
PAGE = 500


class RecoveryRefused(Exception):
    """It cannot be done as things are; what to do first is said."""


async def seed(service: Service, owner: str, feeds: Mapping[str, str]) -> None:
    """Fold all that the owners ever said into the views of a database that has received nothing yet.

    ``feeds`` are the private ports of the services received, by package. Own events are not brought
    back: they are in nobody's feed but our own, and so in our backup.
    """
    topics = {topic_owned_by(name): url for name, url in feeds.items()}
    if missing := subscriptions_of(service).topics - topics.keys():
        raise RecoveryRefused(
            f"{service.name} hears {', '.join(sorted(missing))}, too: name its feed"
        )
    subscriptions = Subscriptions(
        without_reactions(service.subscriptions), service.views, actor=service.name
    )
    dsn = service.settings.database.get_secret_value()
    async with (
        connected(owner) as connection,
        open_pools(dsn, name=f"{service.name} seed") as pools,
        httpx.AsyncClient(timeout=30, trust_env=False) as http,
    ):
        await _has_heard_nothing(connection, service, list(topics))
        seeding = Restore(
            service.command_runner(PostgresStore(pools), new_id),
            subscriptions,
            clock_of(service.settings.clock),
        )
        for topic in sorted(subscriptions.topics):
            partitions = await partitions_of(service.settings.kafka_connection, topic)
            async for events in _pages(http, topics[topic]):
                await seeding.take(events, topic, partitions)
                log.info("seeding", topic=topic, upto=events[-1]["sequence"])
        await connection.execute(QUERIES["forget_offsets"], list(topics))
    log.info("seeded", topics=sorted(subscriptions.topics))


async def republish(service: Service, owner: str) -> None:
    """Let the relay begin with the first event, and subscribers where the remade topics begin."""
    async with connected(owner) as connection:
        topics = sorted(subscriptions_of(service).topics)
        try:
            await rewind(connection, topics)
        except StillRelaying as reason:
            raise RecoveryRefused(f"{service.name}: {reason}") from reason
    log.info("rewound", heard_again=topics)


async def _has_heard_nothing(connection: Alone, service: Service, topics: list[str]) -> None:
    if await connection.fetchval(QUERIES["received_already"], topics):
        raise RecoveryRefused(
            f"{service.name} has listened to Kafka already, so history would come after what followed "
            "it: seed a new database, before the service first runs"
        )


async def _pages(http: httpx.AsyncClient, feed: str) -> AsyncIterator[list[dict[str, Any]]]:
    after: dict[str, str] = {}
    while True:
        try:
            answer = await http.get(f"{feed}/events", params={**after, "limit": str(PAGE)})
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise RecoveryRefused(
                f"the feed {feed}/events fails, begin again: {error!r}"
            ) from error
        if not (events := answer.json()):
            return
        yield events
        after = {"after": events[-1]["sequence"]}
