"""From a row to the envelope that deciders and projections fold."""

from datetime import datetime
from uuid import UUID

from recoup_chaos.evidence.recorded import RecordedEvent
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import decode

_NOBODY = UUID(int=0)


def envelope(row: RecordedEvent) -> Envelope[Event]:
    """Who asked does not matter to any fold."""
    account = Account(TenantId(row.tenant), row.account)
    return Envelope(
        id=row.id,
        stream=Stream(account, row.category, row.stream.removeprefix(f"{row.category}-")),
        version=row.version,
        cause=Cause(datetime.fromisoformat(row.at), "", _NOBODY, row.causation_id),
        event=decode(row.type, row.data),
    )
