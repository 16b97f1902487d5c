"""What brings a service back whose database, or whose broker, was lost with its data."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import structlog

from recoup_events.topics import topic_owned_by
from recoup_eventstore.desk import Desk
from recoup_eventstore.postgres.connecting import Alone, connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.partitions import partitions_of
from recoup_messaging.listening import Listening
from recoup_messaging.outbox import QUERIES
from recoup_messaging.rewinding import StillRelaying, rewind
from recoup_messaging.seeding import Seeding, ears_only
from recoup_service.clock import clock_of
from recoup_service.house import House
from recoup_service.ids import new_id
from recoup_service.loops import listening_of

log = structlog.stdlib.get_logger(__name__)
PAGE = 500


class RecoveryRefused(Exception):
    """It cannot be done as things are; what to do first is said."""


async def seed(house: House, owner: str, feeds: Mapping[str, str]) -> None:
    """Fold all that the owners ever said into the views of a database that has heard nothing yet.

    ``feeds`` are the private ports of the services heard, by package. Own facts are not brought
    back: they are in nobody's feed but our own, and so in our backup.
    """
    topics = {topic_owned_by(name): url for name, url in feeds.items()}
    if missing := listening_of(house).topics - topics.keys():
        raise RecoveryRefused(
            f"{house.name} hears {', '.join(sorted(missing))}, too: name its feed"
        )
    ears = Listening(ears_only(house.hearings), house.views, actor=house.name)
    dsn = house.settings.database.get_secret_value()
    async with (
        connected(owner) as connection,
        open_pools(dsn, name=f"{house.name} seed") as pools,
        httpx.AsyncClient(timeout=30, trust_env=False) as http,
    ):
        await _has_heard_nothing(connection, house, list(topics))
        seeding = Seeding(
            Desk(PostgresStore(pools), house.views, new_id), ears, clock_of(house.settings.clock)
        )
        for topic in sorted(ears.topics):
            partitions = await partitions_of(house.settings.kafka_connection, topic)
            async for events in _pages(http, topics[topic]):
                await seeding.take(events, topic, partitions)
                log.info("seeding", topic=topic, upto=events[-1]["sequence"])
        await connection.execute(QUERIES["forget_offsets"], list(topics))
    log.info("seeded", topics=sorted(ears.topics))


async def republish(house: House, owner: str) -> None:
    """Let the relay begin with the first fact, and listeners where the remade topics begin."""
    async with connected(owner) as connection:
        topics = sorted(listening_of(house).topics)
        try:
            await rewind(connection, topics)
        except StillRelaying as reason:
            raise RecoveryRefused(f"{house.name}: {reason}") from reason
    log.info("rewound", heard_again=topics)


async def _has_heard_nothing(connection: Alone, house: House, topics: list[str]) -> None:
    if await connection.fetchval(QUERIES["heard_already"], topics):
        raise RecoveryRefused(
            f"{house.name} has listened to Kafka already, so history would come after what followed "
            "it: seed a new database, before the service first runs"
        )


async def _pages(http: httpx.AsyncClient, feed: str) -> AsyncIterator[list[dict[str, Any]]]:
    after: dict[str, str] = {}
    while True:
        try:
            answer = await http.get(f"{feed}/facts", params={**after, "limit": str(PAGE)})
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise RecoveryRefused(f"the feed {feed}/facts fails, begin again: {error!r}") from error
        if not (events := answer.json()):
            return
        yield events
        after = {"after": events[-1]["sequence"]}
