"""Messages: what was sent, failed or refused. The items they speak of stay with their reminder."""

from datetime import datetime

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CreditorId, CustomerId, MessageId, PersonId, ReminderId
from recoup_events.notification.base import NotificationEvent


class MessageEvent(NotificationEvent):
    """One message about one reminder to one person."""

    message_id: MessageId
    reminder_id: ReminderId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None
    """``None`` where there was nobody to write to."""
    channel: Channel


class MessageQueued(MessageEvent, type="message.queued.v1"):
    """The law, the consent and the balance allowed this message at this moment."""

    template: str
    template_version: int
    address_hash: str
    """A keyed hash of the address; the address itself stays inside notification."""
    body_digest: str
    """SHA-256 of what the person reads."""
    rules_version: str


class MessageSent(MessageEvent, type="message.sent.v1"):
    """The provider took the message."""

    provider_id: str
    attempt: int = Field(ge=1)


class MessageFailed(MessageEvent, type="message.failed.v1"):
    """The provider refused the message for good, or the last attempt was used up."""

    reason: str
    attempt: int = Field(ge=1)


class ContactRefused(MessageEvent, type="contact.refused.v1"):
    """A contact did not happen, and why: evidence of restraint."""

    rule: str
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """The next lawful moment, or ``None`` when there is none."""
