"""Forgets events whose time is over."""

from datetime import timedelta

from recoup_eventstore.clock import Clock
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors

QUERIES = named_queries("webhook.events")
AT_ONCE = 5_000


class Forgetting(PollingLoop):
    """Nobody waits for it, so it never keeps a service from being quiet."""

    name = "forgetting"

    def __init__(self, pools: Pools, clock: Clock, kept_for: timedelta) -> None:
        super().__init__(idle_seconds=60)
        self._pools = pools
        self._clock = clock
        self._kept_for = kept_for

    async def step(self) -> int:
        before = self._clock.now() - self._kept_for
        with transient_errors():
            gone: int = await self._pools.worker.fetchval(QUERIES["forget"], before, AT_ONCE)
        return gone

    async def quiet(self) -> bool:
        return True
