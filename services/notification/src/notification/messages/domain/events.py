"""What is recorded of messages for this service alone: addresses and words never leave it."""

from datetime import datetime

from pydantic import Field

from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.credit_notice import CreditNotice
from notification.messages.domain.message_content import MessageContent
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    MessageId,
    PersonId,
    ReceivableId,
    ReminderId,
)
from recoup_events.workflow_scheduler import ReminderRequested


class ReminderReceived(Event, type="reminder.received.v1"):
    """What is to be written about; its messages name the reminder, and the items stay here."""

    request: ReminderRequested


class NoticeReceived(Event, type="reminder.notice_received.v1"):
    """A customer is to be told of its credit; its messages name the notice as others a reminder."""

    notice: CreditNotice


class ClosingNoticeDecided(Event, type="reminder.closing_notice_decided.v1"):
    """Who wants no more contact is to be told one of the three things that may still be said."""

    closing: ClosingNotice


class ReminderAddressed(Event, type="reminder.addressed.v1"):
    """The customer's persons it goes to are known; one message to each was asked for."""

    reminder_id: ReminderId
    customer_id: CustomerId
    persons: tuple[PersonId, ...]


class MessageAsked(Event, type="message.asked.v1"):
    """A reminder wants one message to one person; whether it may be sent is decided later."""

    message_id: MessageId
    reminder_id: ReminderId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None
    """``None`` where no person has a role that is wanted and an address; that is refused."""
    channel: Channel
    template: str
    send_at: datetime
    instead_of: MessageId | None = None
    """The message of the same reminder that did not arrive by another channel."""
    reason: str | None = None
    """Why that did not arrive."""


class MessageHeld(Event, type="message.held.v1"):
    """A receivable it speaks of has not arrived yet: its owner's events travel on another topic."""

    message_id: MessageId
    receivable_id: ReceivableId


class MessageReleased(Event, type="message.released.v1"):
    """It has arrived; the message may be looked at again."""

    message_id: MessageId
    receivable_id: ReceivableId
    send_at: datetime


class MessagePostponed(Event, type="message.postponed.v1"):
    """Its creditor, whose events are of another account, has not arrived yet; it is looked at again."""

    message_id: MessageId
    send_at: datetime


class MessageReviewed(Event, type="message.reviewed.v1"):
    """What it asks for is held, settled or set aside: it is looked at now, not at its moment."""

    message_id: MessageId
    send_at: datetime


class MessageDocumentsReceived(Event, type="message.documents_received.v1"):
    """What goes along was made, or could not be; the message may be looked at again."""

    message_id: MessageId
    made: DocumentSetMade
    send_at: datetime | None


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
    tried: bool = True
    """Whether it was asked at all: a destination that is slow is left alone."""
    retry_at: datetime


class MessageDoubted(Event, type="message.doubted.v1"):
    """An attempt may have arrived, and nobody can know; a person decides what follows."""

    message_id: MessageId
    attempt: int = Field(ge=1)
    reason: str


class MessageResendAsked(Event, type="message.resend_asked.v1"):
    """A person wants what is in doubt to go out once more."""

    message_id: MessageId
    send_at: datetime


class LetterLookedUp(Event, type="message.looked_up.v1"):
    """The provider was asked where a letter is, or is to be; nobody waits for callbacks alone."""

    message_id: MessageId
    looks: int = Field(ge=0)
    look_at: datetime | None
    """When next; ``None`` when that is over."""
