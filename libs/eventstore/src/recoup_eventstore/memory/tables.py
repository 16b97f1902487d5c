"""What an in-memory store has committed."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from recoup_events.base import Fact
from recoup_events.envelope import Account, Envelope
from recoup_events.ids import TenantId
from recoup_eventstore.ports import (
    Cursor,
    DocumentKey,
    OffsetKey,
    Parked,
    StoredResponse,
    TimerKey,
    WatermarkKey,
)


@dataclass(slots=True)
class Tables:
    """The same tables as in PostgreSQL, as Python collections."""

    facts: list[Envelope[Fact]] = field(default_factory=list)
    accounts: dict[tuple[TenantId, str], Account] = field(default_factory=dict)
    versions: set[tuple[TenantId, str, int]] = field(default_factory=set)
    documents: dict[DocumentKey, str] = field(default_factory=dict)
    timers: dict[TimerKey, datetime] = field(default_factory=dict)
    responses: dict[tuple[TenantId, str], tuple[StoredResponse, datetime]] = field(
        default_factory=dict
    )
    offsets: dict[OffsetKey, int] = field(default_factory=dict)
    watermarks: dict[WatermarkKey, Cursor] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)
    parked_so_far: int = 0

    def park(self, message: Parked) -> None:
        """Set aside; one that is parked already keeps its place."""
        place = (message.topic, message.partition, message.offset)
        for i, known in enumerate(self.parked):
            if (known.topic, known.partition, known.offset) == place:
                self.parked[i] = replace(message, seq=known.seq)
                return
        self.parked_so_far += 1
        self.parked.append(replace(message, seq=self.parked_so_far))
