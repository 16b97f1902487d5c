"""What an in-memory store has committed."""

from dataclasses import dataclass, field
from datetime import datetime

from recoup_events.kernel.envelope import Account, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_eventstore.memory.parking import ParkingTables
from recoup_eventstore.ports import (
    Changes,
    Cursor,
    Document,
    DocumentKey,
    OffsetKey,
    StoredResponse,
    TimerKey,
)
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.tenants_at_rest import TENANT, is_at_rest


@dataclass(slots=True)
class Tables:
    """The same tables as in PostgreSQL, as Python collections."""

    events: list[Envelope[Event]] = field(default_factory=list)
    accounts: dict[tuple[TenantId, str], Account] = field(default_factory=dict)
    versions: set[tuple[TenantId, str, int]] = field(default_factory=set)
    documents: dict[DocumentKey, Document] = field(default_factory=dict)
    timers: dict[TimerKey, datetime] = field(default_factory=dict)
    rows: list[RowWrite] = field(default_factory=list)
    responses: dict[tuple[TenantId, str], tuple[StoredResponse, datetime]] = field(
        default_factory=dict
    )
    offsets: dict[OffsetKey, int] = field(default_factory=dict)
    watermarks: dict[tuple[OffsetKey, int], Cursor] = field(default_factory=dict)
    parking: ParkingTables = field(default_factory=ParkingTables)

    def apply(self, changes: Changes) -> None:
        """What one unit of work leaves behind."""
        self.events.extend(changes.events)
        for e in changes.events:
            self.versions.add((e.tenant, e.stream.name, e.version))
            self.accounts.setdefault((e.tenant, e.stream.name), e.account)
        for key, due_at in changes.timers.items():
            if due_at is None:
                self.timers.pop(key, None)
            else:
                self.timers[key] = due_at
        self.documents.update(changes.documents)
        self.rows.extend(changes.rows)
        if changes.answer is not None:
            kept = changes.answer
            self.responses[kept.tenant, kept.key] = (kept.response, kept.expires_at)

    def wakes(self, timer: TimerKey) -> bool:
        """Whether this wake-up neither is set aside nor belongs to a tenant at rest."""
        tenant = timer.stream.account.tenant
        known = self.documents.get(DocumentKey(Account(PLATFORM, tenant), TENANT, tenant))
        return not self.parking.stops(timer) and (known is None or not is_at_rest(known.content))
