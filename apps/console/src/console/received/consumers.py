"""Every public event of the others is kept as it came, in the transaction that receives it.

It lies in the console's own events table, private, so that its read models are built, compared and built anew by
what every service builds its own with (ADR-0012). The stream bears the owner's name: two services may call a thing alike.
"""

from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.registry import encode
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.rows import slot_of
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.work import UnitOfWork

WRITES = named_queries("console.received", "writes.sql")


async def keep_event(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    account: Account = received.account
    event, origin = received.event, received.cause
    category = f"{event.owner}.{received.stream.category}"
    values = (
        *(received.tenant, account.key, category, f"{category}-{received.stream.id}"),
        *(received.version, received.id, event.type, slot_of(account)),
        *(origin.at, origin.actor, origin.correlation_id, origin.causation_id),
        *(origin.traceparent, encode(event)),
    )
    work.keep(RowWrite(received.tenant, WRITES["keep_event"], values))
