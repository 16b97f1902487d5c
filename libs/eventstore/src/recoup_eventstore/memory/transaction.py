"""One in-memory transaction: reads what is committed, applies its own writes all at once."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.errors import RequestRunning, StreamConflict, UnlockedAccount
from recoup_eventstore.memory.inbox import MemoryInbox
from recoup_eventstore.memory.tables import Tables
from recoup_eventstore.ports import Changes, DocumentKey, DueTimer, StoredResponse, TimerKey
from recoup_eventstore.sizes import encoded

Locks = defaultdict[object, asyncio.Lock]


class MemoryTransaction(MemoryInbox):
    """See ``StoreTransaction``."""

    def __init__(self, tables: Tables, locks: Locks, held: AsyncExitStack) -> None:
        super().__init__(tables)
        self._locks = locks
        self._held = held
        self._taken: list[tuple[TenantId, str, int]] = []

    async def lock(
        self, accounts: Collection[Account], streams: Collection[Stream] = ()
    ) -> Sequence[Envelope[Event]]:
        if self._staged:
            raise UnlockedAccount("accounts must be locked before the transaction writes anything")
        for account in sorted(set(accounts)):
            await self._held.enter_async_context(self._locks[account])
        return await self.read(streams)

    async def find(
        self, tenant: TenantId, stream_name: str, *, lock: bool = False
    ) -> Sequence[Envelope[Event]]:
        account = self._tables.accounts.get((tenant, stream_name))
        if account is None:
            return []
        if lock:
            await self.lock([account])
        return self._histories({(tenant, stream_name)})

    async def read(self, streams: Collection[Stream]) -> Sequence[Envelope[Event]]:
        return self._histories({(stream.account.tenant, stream.name) for stream in streams})

    def _histories(self, wanted: Collection[tuple[TenantId, str]]) -> Sequence[Envelope[Event]]:
        return [e for e in self._tables.events if (e.tenant, e.stream.name) in wanted]

    async def read_documents(self, keys: Collection[DocumentKey]) -> Mapping[DocumentKey, str]:
        stored = self._tables.documents
        return {key: stored[key].content for key in keys if key in stored}

    async def list_documents(
        self, accounts: Collection[Account], view: str, within: str, limit: int | None
    ) -> Mapping[DocumentKey, str]:
        found = sorted(
            (document.place, key.id, key, document.content)
            for key, document in self._tables.documents.items()
            if key.view == view
            and key.account in accounts
            and document.place is not None
            and document.place.startswith(within)
        )
        return {key: content for _, _, key, content in found[:limit]}

    async def write(self, changes: Changes) -> None:
        for recorded in changes.events:
            if recorded.id not in changes.encoded:
                encoded(recorded)
        self._taken += [(e.tenant, e.stream.name, e.version) for e in changes.events]
        self._refuse_taken_versions()
        self._staged.append(lambda: self._tables.apply(changes))

    def _refuse_taken_versions(self) -> None:
        if len(set(self._taken)) < len(self._taken):
            raise StreamConflict(f"a version is given twice in {self._taken}")
        if not self._tables.versions.isdisjoint(self._taken):
            raise StreamConflict(f"one of {self._taken} is taken")

    async def take_timers(self, timers: Sequence[DueTimer]) -> Sequence[DueTimer]:
        taken = [t for t in timers if self._tables.timers.get(t.key) == t.due_at]
        await self.write(Changes(timers={timer.key: None for timer in taken}))
        return taken

    async def moment(self, timer: TimerKey) -> datetime | None:
        return self._tables.timers.get(timer)

    async def recall(self, tenant: TenantId, key: str) -> StoredResponse | None:
        lock = self._locks["request", tenant, key]
        if lock.locked():
            raise RequestRunning(key)
        await self._held.enter_async_context(lock)
        stored = self._tables.responses.get((tenant, key))
        return None if stored is None else stored[0]

    def commit(self) -> None:
        """Apply all writes; nothing else runs in between."""
        self._refuse_taken_versions()
        for apply in self._staged:
            apply()
