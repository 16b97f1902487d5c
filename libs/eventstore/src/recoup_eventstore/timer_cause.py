"""What happens by itself later on still belongs to the conversation, and the trace, that led to it."""

from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def continued(work: UnitOfWork, stream: Stream, at: datetime, actor: str) -> Cause:
    """The cause of what follows when a stream's moment has come: its latest event asked for it."""
    last = await work.last(stream)
    return Cause(at, actor, last.cause.correlation_id, last.id, last.cause.traceparent)
