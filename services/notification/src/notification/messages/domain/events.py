"""What is recorded of messages for this service alone: addresses and words never leave it."""

from datetime import datetime

from pydantic import Field

from notification.messages.domain.message_content import MessageContent
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, MessageId, ReminderId
from recoup_events.kernel.money import Money


class MessageAsked(Event, type="message.asked.v1"):
    """A reminder wants one message to one role; whether it may be sent is decided later."""

    message_id: MessageId
    reminder_id: ReminderId
    invoice_id: InvoiceId
    customer_id: CustomerId
    channel: Channel
    template: str
    role: ContactRole
    amount: Money
    """What the scheduler chased when the step was due; the message never asks for more."""
    send_at: datetime


class MessageHeld(Event, type="message.held.v1"):
    """The invoice has not arrived yet: its owner's events travel on another topic."""

    message_id: MessageId
    invoice_id: InvoiceId


class MessageReleased(Event, type="message.released.v1"):
    """The invoice has arrived; the message may be looked at again."""

    message_id: MessageId
    invoice_id: InvoiceId
    send_at: datetime


class MessageRendered(Event, type="message.rendered.v1"):
    """The very words, and where they go; kept as an event so that what was said can be proven."""

    message_id: MessageId
    content: MessageContent


class MessageAttemptFailed(Event, type="message.attempt_failed.v1"):
    """The provider could not take the message now; it is tried again."""

    message_id: MessageId
    attempt: int = Field(ge=1)
    reason: str
    in_doubt: bool
    """The connection was lost after the words had gone: they may have arrived."""
    retry_at: datetime
