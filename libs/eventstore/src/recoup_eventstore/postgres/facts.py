"""Facts and documents within one PostgreSQL transaction."""

from collections.abc import Collection, Mapping, Sequence

import asyncpg

from recoup_events.base import Fact
from recoup_events.envelope import Account, Envelope, Stream
from recoup_events.ids import TenantId
from recoup_eventstore.errors import StreamConflict, UnlockedAccount
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.postgres.rows import as_json, envelope_of, lock_keys
from recoup_eventstore.postgres.scope import QUERIES, TenantScope, by_tenant


class FactStatements(TenantScope):
    """Lock, read, append; see ``StoreTransaction``."""

    async def lock(self, accounts: Collection[Account]) -> None:
        if not await self._connection.fetchval(QUERIES["lock_accounts"], lock_keys(accounts)):
            raise UnlockedAccount("accounts must be locked before the transaction writes anything")

    async def account_of(self, tenant: TenantId, stream_name: str) -> Account | None:
        await self.become(tenant)
        key = await self._connection.fetchval(QUERIES["account_of"], tenant, stream_name)
        return None if key is None else Account(tenant, key)

    async def read(self, streams: Collection[Stream]) -> Sequence[Envelope[Fact]]:
        found: list[Envelope[Fact]] = []
        for tenant, mine in by_tenant(streams, lambda stream: stream.account.tenant):
            await self.become(tenant)
            names = [stream.name for stream in mine]
            rows = await self._connection.fetch(QUERIES["read"], tenant, names)
            found.extend(map(envelope_of, rows))
        return found

    async def append(self, facts: Sequence[Envelope[Fact]]) -> None:
        for tenant, mine in by_tenant(facts, lambda envelope: envelope.tenant):
            try:
                keys = lock_keys(envelope.account for envelope in mine)
                await self._connection.execute(QUERIES["append"], tenant, keys, as_json(mine))
            except asyncpg.UniqueViolationError as error:
                raise StreamConflict(str(error.detail)) from error
            self._tenant = tenant  # store.append has named it

    async def read_documents(self, keys: Collection[DocumentKey]) -> Mapping[DocumentKey, str]:
        found: dict[DocumentKey, str] = {}
        for tenant, mine in by_tenant(keys, lambda key: key.account.tenant):
            await self.become(tenant)
            wanted = zip(*((k.account.key, k.view, k.id) for k in mine), strict=True)
            for row in await self._connection.fetch(QUERIES["read_documents"], tenant, *wanted):
                account = Account(tenant, row["account"])
                found[DocumentKey(account, row["view"], row["id"])] = row["content"]
        return found

    async def write_documents(self, documents: Mapping[DocumentKey, str]) -> None:
        for tenant, mine in by_tenant(documents.items(), lambda item: item[0].account.tenant):
            await self.become(tenant)
            rows = ((key.account.key, key.view, key.id, content) for key, content in mine)
            await self._connection.execute(
                QUERIES["write_documents"], tenant, *zip(*rows, strict=True)
            )
