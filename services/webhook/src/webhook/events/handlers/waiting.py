"""Those who wait for the next event: one question to the database for all of them."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from recoup_eventstore.polling import IDLE_SECONDS
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.own_loop import OwnLoop
from webhook.events.domain.place import Place

QUERIES = named_queries("webhook.events")
LOOK_SECONDS = 0.05
"""Between two looks while anybody waits: an event shows once no older transaction is running."""
MOST_OF_TENANT, MOST = 8, 64
"""Who would be one more is answered at once."""


@dataclass(eq=False, slots=True)
class _Waiter:
    tenant: str
    after: Place
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class Waiting(OwnLoop):
    """Looks only while somebody waits."""

    name = "waiting"

    def __init__(self) -> None:
        super().__init__()
        self._pools: Pools | None = None
        self._waiters: list[_Waiter] = []

    def over(self, pools: Pools) -> "Waiting":
        self._pools = pools
        return self

    @property
    def those(self) -> int:
        """How many wait."""
        return len(self._waiters)

    async def wait(self, tenant: str, after: Place, seconds: float) -> None:
        """Until there is an event after this place, or for so long."""
        others = Counter(waiter.tenant for waiter in self._waiters)
        if len(self._waiters) >= MOST or others[tenant] >= MOST_OF_TENANT:
            return
        waiter = _Waiter(tenant, after)
        self._waiters.append(waiter)
        self.wake()
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(waiter.arrived.wait(), seconds)
        finally:
            self._waiters.remove(waiter)

    async def step(self) -> int:
        waiters = [waiter for waiter in self._waiters if not waiter.arrived.is_set()]
        self._idle_seconds = LOOK_SECONDS if waiters else IDLE_SECONDS
        if not waiters or self._pools is None:
            return 0
        tenants = [waiter.tenant for waiter in waiters]
        places = zip(*(waiter.after for waiter in waiters), strict=True)
        with transient_errors():
            rows = await self._pools.worker.fetch(QUERIES["arrived"], tenants, *map(list, places))
        for row in rows:
            waiters[row["nth"] - 1].arrived.set()
        return 0

    async def quiet(self) -> bool:
        return True
