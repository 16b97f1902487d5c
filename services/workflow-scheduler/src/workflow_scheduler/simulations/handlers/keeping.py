"""Every event about a customer is kept as it was handled, in the transaction that handles it."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.registry import encode
from recoup_events.notification.consent import ChannelOptedOut, ConsentGranted, ConsentWithdrawn
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.work import UnitOfWork
from recoup_service.engine import Engine

WRITES = named_queries("workflow_scheduler.simulations", "writes.sql")
WISHES = (ConsentGranted, ConsentWithdrawn, ChannelOptedOut)
"""Of use to the rules that judge a simulated contact, and to nothing else here."""


def of_customers(engine: Engine) -> Sequence[type[Event]]:
    """All that is received about customers, whoever reacts to it."""
    received: set[type[Event]] = {each.event for each in engine.subscriptions}
    received.update(event for view in engine.views for event in view.subscribes)
    received.update(WISHES)
    about = [event for event in received if "customer_id" in event.model_fields]
    return sorted(about, key=lambda event: event.type)


async def keep_received(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    origin, stream = received.cause, received.stream
    values = (
        *(received.tenant, stream.account.key, stream.category, stream.id, received.version),
        *(received.id, received.event.type, origin.at, origin.actor, origin.correlation_id),
        *(origin.causation_id, origin.traceparent, encode(received.event), cause.at),
    )
    work.keep(RowWrite(received.tenant, WRITES["keep_received"], values))
