"""What was booked late may show that what had left asked for too much."""

from notification.contacts_in_error.handlers import look_back
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.owed import receivables_of


async def look_back_at_contacts(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    for id in receivables_of(received.event):
        await look_back(work, received.account, id, cause)
