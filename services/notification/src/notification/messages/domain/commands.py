"""What may be asked of a message."""

from datetime import datetime

from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome
from notification.messages.domain.verdict import Refusal
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CustomerId, InvoiceId, MessageId, ReminderId
from recoup_events.kernel.money import Money


class MessageCommand(Command):
    """A request to a message."""


class AskMessage(MessageCommand):
    message_id: MessageId
    reminder_id: ReminderId
    invoice_id: InvoiceId
    customer_id: CustomerId
    channel: Channel
    template: str
    role: ContactRole
    amount: Money
    send_at: datetime


class HoldMessage(MessageCommand):
    """Wait until the invoice has arrived."""


class ReleaseMessage(MessageCommand):
    at: datetime


class RefuseContact(MessageCommand):
    refusal: Refusal


class QueueMessage(MessageCommand):
    """Send these words for the first time."""

    content: MessageContent
    rules_version: str
    at: datetime


class RepeatMessage(MessageCommand):
    """Send the words that were queued once more."""

    at: datetime


class AbandonMessage(MessageCommand):
    """Give the message up before it was ever sent."""

    reason: str


class RecordOutcome(MessageCommand):
    """Say what the provider made of the attempt."""

    outcome: Outcome
    at: datetime
