"""What other services' events tell about why a customer does not pay."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.categories.domain.category import category_of
from workflow_scheduler.categories.handlers import review


def reads(received: Envelope[Event]) -> Sequence[Stream]:
    """What weighing loads."""
    return [category_of(received.account)]


async def weigh_anew(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """The view has the new piece already."""
    await review(work, received.account, cause)
