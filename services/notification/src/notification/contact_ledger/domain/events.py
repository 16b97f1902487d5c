"""What is recorded of attempts to contact, for this service alone."""

from datetime import datetime

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, DebtId, MessageId, PersonId


class MessageDispatched(Event, type="message.dispatched.v1"):
    """An attempt begins; without an outcome after it, the message may have been sent."""

    message_id: MessageId
    customer_id: CustomerId
    person_id: PersonId
    debts: tuple[DebtId, ...]
    channel: Channel
    attempt: int = Field(ge=1)
    at: datetime
