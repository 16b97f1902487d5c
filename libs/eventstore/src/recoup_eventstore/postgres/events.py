"""Reading under locks, and writing everything at once, within one PostgreSQL transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import asyncpg

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.errors import StreamConflict, UnlockedAccount
from recoup_eventstore.ports import Changes, DocumentKey
from recoup_eventstore.postgres.rows import envelope_of
from recoup_eventstore.postgres.scope import QUERIES, TenantScope, by_tenant
from recoup_eventstore.postgres.writes import arguments, as_json, rows_by_statement, tenants


class EventStatements(TenantScope):
    """Lock, find, read, write; see ``StoreTransaction``."""

    async def lock(
        self, accounts: Collection[Account], streams: Collection[Stream] = ()
    ) -> Sequence[Envelope[Event]]:
        owned = ([account.tenant for account in accounts], [account.key for account in accounts])
        reading = list(by_tenant(streams, lambda stream: stream.account.tenant))
        with _before_any_write():
            if len(reading) != 1:
                await self._connection.execute(QUERIES["lock"], *owned)
                return await self.read(streams)
            tenant, mine = reading[0]
            names = [stream.name for stream in mine]
            rows = await self._connection.fetch(QUERIES["lock_and_read"], *owned, tenant, names)
        self._tenant = tenant
        return [envelope_of(row) for row in rows]

    async def find(
        self, tenant: TenantId, stream_name: str, *, lock: bool = False
    ) -> Sequence[Envelope[Event]]:
        with _before_any_write():
            rows = await self._connection.fetch(QUERIES["find"], tenant, stream_name, lock)
        self._tenant = tenant
        return [envelope_of(row) for row in rows]

    async def read(self, streams: Collection[Stream]) -> Sequence[Envelope[Event]]:
        found: list[Envelope[Event]] = []
        for tenant, mine in by_tenant(streams, lambda stream: stream.account.tenant):
            names = [stream.name for stream in mine]
            rows = await self._connection.fetch(QUERIES["read"], tenant, names)
            self._tenant = tenant
            found.extend(map(envelope_of, rows))
        return found

    async def read_documents(self, keys: Collection[DocumentKey]) -> Mapping[DocumentKey, str]:
        found: dict[DocumentKey, str] = {}
        for tenant, mine in by_tenant(keys, lambda key: key.account.tenant):
            await self.become(tenant)
            wanted = zip(*((k.account.key, k.view, k.id) for k in mine), strict=True)
            for row in await self._connection.fetch(
                QUERIES["read_documents"], tenant, *map(as_json, wanted)
            ):
                account = Account(tenant, row["account"])
                found[DocumentKey(account, row["view"], row["id"])] = row["content"]
        return found

    async def list_documents(
        self, accounts: Collection[Account], view: str, within: str, limit: int | None
    ) -> Mapping[DocumentKey, str]:
        ((tenant, mine),) = by_tenant(accounts, lambda account: account.tenant)
        await self.become(tenant)
        keys = [account.key for account in mine]
        rows = await self._connection.fetch(
            QUERIES["list_documents"], tenant, keys, view, within, limit
        )
        return {
            DocumentKey(Account(tenant, row["account"]), view, row["id"]): row["content"]
            for row in rows
        }

    async def write(self, changes: Changes) -> None:
        for tenant in tenants(changes):
            try:
                await self._connection.execute(QUERIES["write"], *arguments(tenant, changes))
            except asyncpg.UniqueViolationError as error:
                raise StreamConflict(str(error.detail)) from error
            self._tenant = tenant
        for (tenant, statement), rows in rows_by_statement(changes).items():
            await self.become(tenant)
            await self._connection.executemany(statement, rows)


@contextmanager
def _before_any_write() -> Iterator[None]:
    try:
        yield
    except asyncpg.ActiveSQLTransactionError as error:
        raise UnlockedAccount(str(error)) from error
