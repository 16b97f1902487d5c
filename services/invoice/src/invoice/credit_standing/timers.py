"""What happens when time alone may have changed a standing."""

from datetime import datetime

from invoice.credit_standing.domain.credit import CREDIT
from invoice.credit_standing.handlers.reviewing import review
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def review_on_its_day(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    credit = await work.state(CREDIT, stream)
    assert credit.creditor_id is not None, "only what has an event wants to be woken"
    await review(work, stream.account, credit.creditor_id, cause)
