"""Every public event is kept, in the transaction that receives it."""

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.work import UnitOfWork
from webhook.events.domain.cloud_event import agency_of, cloud_event, creditor_of, customer_of

WRITES = named_queries("webhook.events", "writes.sql")


async def keep_event(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    event = received.event
    values = (
        *(received.tenant, received.id, event.type, customer_of(event), creditor_of(event)),
        *(agency_of(event), cloud_event(received), cause.at),
    )
    work.keep(RowWrite(received.tenant, WRITES["keep_event"], values))
