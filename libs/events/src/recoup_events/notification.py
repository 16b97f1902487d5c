"""What notification says: every message, its fate, and every contact that was refused."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from recoup_events.base import Event
from recoup_events.ids import CustomerId, InvoiceId, MessageId, ReminderId
from recoup_events.workflow_scheduler import Channel


class NotificationEvent(Event, owner="notification"):
    """An event of the notification service."""


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


class ConsentBasis(StrEnum):
    CONTRACT = "contract"
    EXPRESS_CONSENT = "express_consent"
    LEGITIMATE_INTEREST = "legitimate_interest"


class ConsentGranted(NotificationEvent, type="consent.granted.v1"):
    customer_id: CustomerId
    channel: Channel
    basis: ConsentBasis
    words: str
    """The words the customer agreed to."""


class ConsentWithdrawn(NotificationEvent, type="consent.withdrawn.v1"):
    customer_id: CustomerId
    channel: Channel
    words: str


class ChannelOptedOut(NotificationEvent, type="consent.channel_opted_out.v1"):
    """Not by this medium any more."""

    customer_id: CustomerId
    channel: Channel
    source: str
