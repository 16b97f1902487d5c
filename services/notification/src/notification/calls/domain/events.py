"""What is recorded of calls for this service alone: the number never leaves it."""

from typing import ClassVar

from pydantic import AwareDatetime

from recoup_compliance.attempt import Notice, Place
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CallId, CreditorId, CustomerId, InvoiceId, PersonId, TaskId
from recoup_events.kernel.personal import AboutPerson, Personal


class CallRequested(AboutPerson, Event, type="call.requested.v1"):
    """Somebody wants to call now."""

    subject: ClassVar[str] = "person_id"

    call_id: CallId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId
    task_id: TaskId | None = None
    invoices: tuple[InvoiceId, ...]
    phone: Personal[str]
    """E.164."""
    place: Place | None = None
    """Where the number reaches the person, ``None`` where nobody has said so."""
    notice: Notice | None = None
    """The one thing the call says, where that is all it says."""
    at: AwareDatetime
