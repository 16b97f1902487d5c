"""Forgets rows whose time is over."""

from datetime import timedelta

from recoup_eventstore.clock import Clock
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.own_loop import OwnLoop

AT_ONCE = 5_000


class Forgetting(OwnLoop):
    """Nobody waits for it, so it never keeps a service from being quiet."""

    def __init__(
        self, pools: Pools, clock: Clock, what: str, kept_for: timedelta, forget: str
    ) -> None:
        """``forget`` takes a moment and how many to forget at once, and gives how many it were."""
        super().__init__(idle_seconds=60)
        self.name = f"forgetting {what}"
        self._pools = pools
        self._clock = clock
        self._kept_for = kept_for
        self._forget = forget

    async def step(self) -> int:
        before = self._clock.now() - self._kept_for
        with transient_errors():
            gone: int = await self._pools.worker.fetchval(self._forget, before, AT_ONCE)
        return gone

    async def quiet(self) -> bool:
        return True
