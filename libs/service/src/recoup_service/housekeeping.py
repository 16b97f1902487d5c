"""Forgets, now and then, what nobody may ask for any more, and sets aside what waits for its tenant."""

from recoup_eventstore.clock import Clock
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import Store


class Housekeeping(PollingLoop):
    """Nobody waits for it, so it never keeps a service from being quiet."""

    name = "housekeeping"

    def __init__(self, store: Store, clock: Clock) -> None:
        super().__init__(idle_seconds=60)
        self._store = store
        self._clock = clock

    async def step(self) -> int:
        await self._store.expire_responses(self._clock.now())
        return await self._store.rest_timers(self._clock.now())

    async def quiet(self) -> bool:
        return True
