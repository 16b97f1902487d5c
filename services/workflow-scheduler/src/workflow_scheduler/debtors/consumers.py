"""What the invoice service's events about a customer lead to."""

from collections.abc import Sequence

from recoup_events.invoice import InvoiceEvent
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.domain.restraint import restraint_of
from workflow_scheduler.debtors.handlers import review_restraint


def restraint_of_event(received: Envelope[InvoiceEvent]) -> Sequence[Stream]:
    return [restraint_of(received.account)]


async def follow_customer(work: UnitOfWork, received: Envelope[InvoiceEvent], cause: Cause) -> None:
    """A condition counts by the customer's days, so another time zone moves it, too."""
    await review_restraint(work, received.account, cause)
