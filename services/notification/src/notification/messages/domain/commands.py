"""What may be asked of a message."""

from datetime import datetime

from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome
from notification.messages.domain.verdict import Refusal
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    DebtId,
    MessageId,
    PersonId,
    ReceivableId,
    ReminderId,
)


class MessageCommand(Command):
    """A request to a message."""


class AskMessage(MessageCommand):
    message_id: MessageId
    reminder_id: ReminderId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None
    channel: Channel
    template: str
    send_at: datetime


class HoldMessage(MessageCommand):
    """Wait until a receivable it speaks of has arrived."""

    receivable_id: ReceivableId


class ReleaseMessage(MessageCommand):
    receivable_id: ReceivableId
    at: datetime


class PostponeMessage(MessageCommand):
    """Look again later: in whose name it is sent has not arrived yet."""

    at: datetime


class RefuseContact(MessageCommand):
    refusal: Refusal


class QueueMessage(MessageCommand):
    """Send these words for the first time."""

    content: MessageContent
    debts: tuple[DebtId, ...]
    rules_version: str
    at: datetime


class RepeatMessage(MessageCommand):
    """Send the words that were queued once more."""

    debts: tuple[DebtId, ...]
    at: datetime


class AbandonMessage(MessageCommand):
    """Give the message up before it was ever sent."""

    reason: str


class RecordOutcome(MessageCommand):
    """Say what the provider made of the attempt."""

    outcome: Outcome
    at: datetime
