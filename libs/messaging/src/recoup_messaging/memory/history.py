"""A memory store's public facts from the first one on."""

from collections.abc import Sequence

from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Cursor
from recoup_eventstore.postgres.rows import slot_of
from recoup_messaging.memory.outbox import outgoing_of
from recoup_messaging.outgoing import Outgoing

ALL = 1_000_000


class MemoryHistory:
    """See ``History``."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def page(self, after: Cursor, limit: int) -> Sequence[Outgoing]:
        said = await self._store.feed(after, ALL)
        public = [one for one in said if one.envelope.fact.owner is not None]
        return [outgoing_of(slot_of(one.envelope.account), 0, one) for one in public[:limit]]
