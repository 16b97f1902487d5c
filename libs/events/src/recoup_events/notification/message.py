"""Messages: what was sent, failed or refused."""

from datetime import datetime

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CustomerId, InvoiceId, MessageId, ReminderId
from recoup_events.notification.base import NotificationEvent


class MessageQueued(NotificationEvent, type="message.queued.v1"):
    """The law, the consent and the balance allowed this message at this moment."""

    message_id: MessageId
    reminder_id: ReminderId
    invoice_id: InvoiceId
    customer_id: CustomerId
    channel: Channel
    template: str
    template_version: int
    address_hash: str
    """SHA-256 of the address; the address itself stays inside notification."""
    body_digest: str
    """SHA-256 of what the debtor reads."""
    rules_version: str


class MessageSent(NotificationEvent, type="message.sent.v1"):
    """The provider took the message."""

    message_id: MessageId
    invoice_id: InvoiceId
    customer_id: CustomerId
    channel: Channel
    provider_id: str
    attempt: int = Field(ge=1)


class MessageFailed(NotificationEvent, type="message.failed.v1"):
    """The provider refused the message for good, or the last attempt was used up."""

    message_id: MessageId
    invoice_id: InvoiceId
    customer_id: CustomerId
    channel: Channel
    reason: str
    attempt: int = Field(ge=1)


class ContactRefused(NotificationEvent, type="contact.refused.v1"):
    """A contact did not happen, and why: evidence of restraint."""

    message_id: MessageId
    reminder_id: ReminderId
    invoice_id: InvoiceId
    customer_id: CustomerId
    channel: Channel
    rule: str
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """The next lawful moment, or ``None`` when there is none."""
