"""Notices that a topic was deleted and made anew, and begins with it from the start.

What a relay had published is published again, and what a subscriber had read of the old topic is no place in
the new one. Watermarks stay, so nothing is done twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.outbox import QUERIES

if TYPE_CHECKING:
    from asyncpg import Pool

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.5
FRESH_SECONDS = 1.0
"""So old an answer may be when something is published or read; shorter than a topic is away."""


NEVER = -inf


class Ids(Protocol):
    """The ids of topics, from whoever has them."""

    async def ask(self, topics: Collection[str]) -> Mapping[str, UUID]:
        """Of those that exist; raises ``Unavailable``."""

    async def close(self) -> None: ...


class TopicWatch(PollingLoop):
    """Looks twice a second; whoever has not looked for longer, as after being suspended, looks first."""

    name = "topics"

    def __init__(self, pools: Pools, ids: Ids, *, own: str, subscribed: Collection[str]) -> None:
        super().__init__(idle_seconds=LOOK_SECONDS)
        self._pools = pools
        self._ids = ids
        self._own = own
        self._topics = sorted({own, *subscribed})
        self._known: dict[str, UUID] = {}
        self._turn = asyncio.Lock()
        self._looked_at = NEVER
        self._own_is_there = False
        self._begun = 0
        """How often our own topic had to be published anew."""
        self._published_anew = 0
        self._listeners: list[Callable[[], Awaitable[None]]] = []

    def when_own_is_new(self, listener: Callable[[], Awaitable[None]]) -> None:
        """Called before the cursors go back, so that nothing is published past them."""
        self._listeners.append(listener)

    def wake(self) -> None:
        """What was recorded changes nothing about topics."""

    async def quiet(self) -> bool:
        return True

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            await self._ids.close()

    async def step(self) -> int:
        async with self._turn:
            looked_at = monotonic()
            found = await self._ids.ask(self._topics)
            for topic, id in found.items():
                if self._known.get(topic) != id:
                    await self._recognise(topic, id)
                    self._known[topic] = id
            self._own_is_there = self._own in found
            # A topic that is away may be made anew the next moment: such an answer is never fresh.
            self._looked_at = looked_at if len(found) == len(self._topics) else NEVER
        return 0

    async def check_before_handling(self) -> None:
        """Look, unless somebody just has; what was read of a topic that is gone is then claimed in vain."""
        if monotonic() - self._looked_at > FRESH_SECONDS:
            await self.step()

    async def check_before_publishing(self) -> None:
        """Raises ``Unavailable`` when what was about to be published must wait for what comes before it."""
        await self.check_before_handling()
        if not self._own_is_there:
            raise Unavailable(
                f"the topic {self._own} is gone: make it again, and it is published from the start"
            )
        if self._begun != self._published_anew:
            self._published_anew = self._begun
            raise Unavailable(
                f"the topic {self._own} was made anew: it is published from the start"
            )

    async def _recognise(self, topic: str, id: UUID) -> None:
        if topic == self._own:
            for listener in self._listeners:
                await listener()
        pool = self._pools.worker if topic == self._own else self._pools.app
        if not await self._begin_anew(pool, topic, id):
            return
        log.error("the topic %s was made anew: what was handled of the old one stays so", topic)
        if topic == self._own:
            self._begun += 1

    async def _begin_anew(self, pool: "Pool[Any]", topic: str, id: UUID) -> bool:
        """False when it is the topic we know, or the first one."""
        with transient_errors():
            async with pool.acquire() as connection, connection.transaction():
                known = await connection.fetchval(QUERIES["known_topic"], topic)
                if known == id:
                    return False
                await connection.execute(QUERIES["note_topic"], topic, id)
                if known is None:
                    return False
                if topic == self._own:
                    await connection.execute(QUERIES["publish_anew"])
                else:
                    await connection.execute(QUERIES["read_anew"], topic)
                return True
