"""A public event as its row has it; the relay never decodes what it carries."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from recoup_eventstore.ports import Cursor


class OutboxRow(NamedTuple):
    """One row on its way out, and the lease under which it was read."""

    slot: int
    epoch: int
    """Which lease of the slot; a later one makes this reading void."""
    gen: int
    txid: int
    pos: int
    tenant: str
    account: str
    category: str
    stream: str
    version: int
    id: UUID
    type: str
    at: datetime
    actor: str
    correlation_id: UUID
    causation_id: UUID | None
    traceparent: str | None
    data: str

    @property
    def cursor(self) -> Cursor:
        """Its place in the store's feed."""
        return Cursor(self.gen, self.txid, self.pos)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What an outbox holds that has not been published."""

    events: int
    oldest_at: datetime | None
