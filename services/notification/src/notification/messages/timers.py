"""What did not come back in time counts as delivered: no relay says that a mail arrived."""

from datetime import datetime

from notification.messages.domain import commands
from notification.messages.domain.message import MESSAGE
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.notification import DeliveryProof
from recoup_eventstore.work import UnitOfWork


async def assume_delivered(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    waited_until = (await work.state(MESSAGE, stream)).returns_until or now
    assumed = commands.ReportDelivered(proof=DeliveryProof.NOT_RETURNED, delivered_at=waited_until)
    await work.execute(MESSAGE, stream, assumed, cause)
