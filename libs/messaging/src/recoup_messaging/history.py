"""All a service has said in public, from the first event on, for those who come after Kafka's retention."""

from collections.abc import Sequence
from itertools import starmap
from typing import Protocol

from recoup_eventstore.ports import Cursor
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.outbox import QUERIES
from recoup_messaging.outbox_row import OutboxRow


class History(Protocol):
    """Looking leaves the outbox as it is."""

    async def page(self, after: Cursor, limit: int) -> Sequence[OutboxRow]:
        """Released public events after a cursor, in the order of the feed; none at its end."""


class PostgresHistory:
    """See ``History``."""

    def __init__(self, pools: Pools) -> None:
        self._pool = pools.worker

    async def page(self, after: Cursor, limit: int) -> Sequence[OutboxRow]:
        with transient_errors():
            rows = await self._pool.fetch(QUERIES["history"], *after, limit)
        return list(starmap(OutboxRow, rows))
