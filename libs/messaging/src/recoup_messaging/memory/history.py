"""A memory store's public events from the first one on."""

from collections.abc import Sequence

from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Cursor
from recoup_eventstore.postgres.rows import slot_of
from recoup_messaging.memory.outbox import outbox_row_of
from recoup_messaging.outbox_row import OutboxRow

ALL = 1_000_000


class MemoryHistory:
    """See ``History``."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def page(self, after: Cursor, limit: int) -> Sequence[OutboxRow]:
        recorded = await self._store.feed(after, ALL)
        public = [one for one in recorded if one.envelope.event.owner is not None]
        return [outbox_row_of(slot_of(one.envelope.account), 0, one) for one in public[:limit]]
