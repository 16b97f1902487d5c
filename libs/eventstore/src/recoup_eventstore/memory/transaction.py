"""One in-memory transaction: reads what is committed, applies its own writes all at once."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime

from recoup_events.base import Fact
from recoup_events.envelope import Account, Envelope, Stream
from recoup_events.ids import TenantId
from recoup_eventstore.errors import RequestRunning, StreamConflict, UnlockedAccount
from recoup_eventstore.memory.inbox import MemoryInbox
from recoup_eventstore.memory.tables import Tables
from recoup_eventstore.ports import DocumentKey, DueTimer, StoredResponse, TimerKey

Locks = defaultdict[object, asyncio.Lock]


class MemoryTransaction(MemoryInbox):
    """See ``StoreTransaction``."""

    def __init__(self, tables: Tables, locks: Locks, held: AsyncExitStack) -> None:
        super().__init__(tables)
        self._locks = locks
        self._held = held
        self._taken: list[tuple[TenantId, str, int]] = []

    async def lock(self, accounts: Collection[Account]) -> None:
        if self._staged:
            raise UnlockedAccount("accounts must be locked before the transaction writes anything")
        for account in sorted(set(accounts)):
            await self._held.enter_async_context(self._locks[account])

    async def account_of(self, tenant: TenantId, stream_name: str) -> Account | None:
        return self._tables.accounts.get((tenant, stream_name))

    async def read(self, streams: Collection[Stream]) -> Sequence[Envelope[Fact]]:
        wanted = {(stream.account.tenant, stream.name) for stream in streams}
        return [e for e in self._tables.facts if (e.tenant, e.stream.name) in wanted]

    async def append(self, facts: Sequence[Envelope[Fact]]) -> None:
        self._taken += [(e.tenant, e.stream.name, e.version) for e in facts]
        self._refuse_taken_versions()

        def record() -> None:
            self._tables.facts.extend(facts)
            self._tables.versions.update(self._taken)
            for e in facts:
                self._tables.accounts.setdefault((e.tenant, e.stream.name), e.account)

        self._staged.append(record)

    def _refuse_taken_versions(self) -> None:
        if len(set(self._taken)) < len(self._taken):
            raise StreamConflict(f"a version is given twice in {self._taken}")
        if not self._tables.versions.isdisjoint(self._taken):
            raise StreamConflict(f"one of {self._taken} is taken")

    async def read_documents(self, keys: Collection[DocumentKey]) -> Mapping[DocumentKey, str]:
        stored = self._tables.documents
        return {key: stored[key] for key in keys if key in stored}

    async def write_documents(self, documents: Mapping[DocumentKey, str]) -> None:
        self._staged.append(lambda: self._tables.documents.update(documents))

    async def set_timers(self, timers: Mapping[TimerKey, datetime | None]) -> None:
        def set_all() -> None:
            for key, due_at in timers.items():
                if due_at is None:
                    self._tables.timers.pop(key, None)
                else:
                    self._tables.timers[key] = due_at

        self._staged.append(set_all)

    async def take_timers(self, timers: Collection[DueTimer]) -> Collection[DueTimer]:
        taken = [t for t in timers if self._tables.timers.get(t.key) == t.due_at]
        await self.set_timers({timer.key: None for timer in taken})
        return sorted(taken, key=lambda timer: (timer.due_at, timer.key.stream.name))

    async def recall(self, tenant: TenantId, key: str) -> StoredResponse | None:
        lock = self._locks["request", tenant, key]
        if lock.locked():
            raise RequestRunning(key)
        await self._held.enter_async_context(lock)
        stored = self._tables.responses.get((tenant, key))
        return None if stored is None else stored[0]

    async def remember(
        self, tenant: TenantId, key: str, response: StoredResponse, expires_at: datetime
    ) -> None:
        kept = {(tenant, key): (response, expires_at)}
        self._staged.append(lambda: self._tables.responses.update(kept))

    def commit(self) -> None:
        """Apply all writes; nothing else runs in between."""
        self._refuse_taken_versions()
        for apply in self._staged:
            apply()
