"""Wake-ups within one PostgreSQL transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime

from recoup_eventstore.ports import DueTimer, TimerKey
from recoup_eventstore.postgres.scope import QUERIES, TenantScope, by_tenant


class TimerStatements(TenantScope):
    """Set, cancel and take; see ``StoreTransaction``."""

    async def set_timers(self, timers: Mapping[TimerKey, datetime | None]) -> None:
        for tenant, mine in by_tenant(timers.items(), lambda item: item[0].stream.account.tenant):
            await self.become(tenant)
            rows = [
                (k.stream.account.key, k.stream.category, k.stream.name, k.name, due_at)
                for k, due_at in mine
                if due_at is not None
            ]
            gone = [(k.stream.name, k.name) for k, due_at in mine if due_at is None]
            if rows:
                await self._connection.execute(
                    QUERIES["set_timers"], tenant, *zip(*rows, strict=True)
                )
            if gone:
                await self._connection.execute(
                    QUERIES["cancel_timers"], tenant, *zip(*gone, strict=True)
                )

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
