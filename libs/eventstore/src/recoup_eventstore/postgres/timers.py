"""Wake-ups within one PostgreSQL transaction."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import DueTimer, TimerKey
from recoup_eventstore.postgres.scope import QUERIES, TenantScope, by_tenant


class TimerStatements(TenantScope):
    """Take and look; see ``StoreTransaction``."""

    async def take_timers(self, timers: Sequence[DueTimer]) -> Sequence[DueTimer]:
        places: list[int] = []
        for tenant, mine in by_tenant(enumerate(timers), _tenant_of):
            await self.become(tenant)
            rows = ((place, t.key.stream.name, t.key.name, t.due_at) for place, t in mine)
            taken = await self._connection.fetch(
                QUERIES["take_timers"], tenant, *zip(*rows, strict=True)
            )
            places.extend(map(itemgetter(0), taken))
        return [timers[place] for place in sorted(places)]

    async def moment(self, timer: TimerKey) -> datetime | None:
        tenant = timer.stream.account.tenant
        await self.become(tenant)
        due_at: datetime | None = await self._connection.fetchval(
            QUERIES["moment"], tenant, timer.stream.name, timer.name
        )
        return due_at


def _tenant_of(placed: tuple[int, DueTimer]) -> TenantId:
    return placed[1].key.stream.account.tenant
