"""Wake-ups within one PostgreSQL transaction."""

from collections.abc import Collection

from recoup_eventstore.ports import DueTimer
from recoup_eventstore.postgres.scope import QUERIES, TenantScope, by_tenant


class TimerStatements(TenantScope):
    """Take; see ``StoreTransaction``."""

    async def take_timers(self, timers: Collection[DueTimer]) -> Collection[DueTimer]:
        taken: list[DueTimer] = []
        for tenant, mine in by_tenant(timers, lambda timer: timer.key.stream.account.tenant):
            await self.become(tenant)
            rows = ((t.key.stream.name, t.key.name, t.due_at) for t in mine)
            found = await self._connection.fetch(
                QUERIES["take_timers"], tenant, *zip(*rows, strict=True)
            )
            names = {(row["stream"], row["name"]) for row in found}
            taken.extend(t for t in mine if (t.key.stream.name, t.key.name) in names)
        return sorted(taken, key=lambda timer: (timer.due_at, timer.key.stream.name))
