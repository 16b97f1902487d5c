"""Messages: what was sent, failed or refused. The items they speak of stay with their reminder."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from recoup_events.kernel.attachments import AttachedFile, AttachmentKind, AttachmentLacking
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReceivableId,
    ReminderId,
)
from recoup_events.kernel.money import Money
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


class DocumentedItem(Value):
    """A receivable that the message asks for, in its figures."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    balance: Money
    attachments: tuple[AttachmentKind, ...] = ()


class MessageDocumentsRequested(MessageEvent, type="message.documents_requested.v1"):
    """It may be sent now, and waits for a moment for what is to go along with it."""

    set_id: str
    """Derived from the message and how often it has asked: made once."""
    level: int
    """How firm the message is."""
    language: str
    country: str
    """Where its reader is; amounts and days are written as there."""
    as_of: date
    items: tuple[DocumentedItem, ...] = Field(min_length=1)
    until: datetime
    """Then it goes without."""


class MessageQueued(MessageEvent, type="message.queued.v1"):
    """The law, the consent and the balance allowed this message at this moment."""

    template: str
    template_version: int
    address_hash: str
    """A keyed hash of the address; the address itself stays inside notification."""
    body_digest: str
    """SHA-256 of what the person reads."""
    attachments: tuple[AttachedFile, ...] = ()
    lacking: tuple[AttachmentLacking, ...] = ()
    """What was to go along and does not."""
    rules_version: str


class MessageSent(MessageEvent, type="message.sent.v1"):
    """The provider took the message; whether it arrives, nobody knows yet."""

    provider_id: str
    attempt: int = Field(ge=1)
    returns_until: AwareDatetime | None = None
    """It counts as delivered if nothing has come back by then; ``None`` where the provider says so itself."""


class MessageFailed(MessageEvent, type="message.failed.v1"):
    """The provider refused the message for good, or the last attempt was used up."""

    reason: str
    attempt: int = Field(ge=1)


class DeliveryProof(StrEnum):
    """How it is known that a message arrived, the weakest first."""

    NOT_RETURNED = "not_returned"
    """The provider took it, and nothing came back for as long as the creditor waits."""
    TRACKED = "tracked"
    """The post says that it was delivered to the address."""
    CONFIRMED = "confirmed"
    """The provider says that it is on the person's device, or in the mailbox."""
    SIGNED_FOR = "signed_for"
    """Somebody signed for it; the receipt is kept."""

    @property
    def strength(self) -> int:
        """Higher is stronger; what was confirmed is not taken back by what comes late."""
        return list(DeliveryProof).index(self)


class MessageDelivered(MessageEvent, type="message.delivered.v1"):
    """It arrived; recorded again when that is proven better."""

    proof: DeliveryProof
    delivered_at: AwareDatetime
    """When it is said to have arrived; with ``not_returned`` when the waiting ended."""
    receipt_digest: str | None = None
    """SHA-256 of the receipt, where one is kept."""


class ReturnKind(StrEnum):
    """Why a message came back, as far as whoever returned it says."""

    NOBODY = "nobody"
    """Nobody has this address."""
    MAILBOX_CLOSED = "mailbox_closed"
    MAILBOX_FULL = "mailbox_full"
    BLOCKED = "blocked"
    """The receiver's policy or filter took offence; it says nothing about the address."""
    UNREACHABLE = "unreachable"
    """The server of the address could not be reached for days."""
    OTHER = "other"

    @property
    def is_of_address(self) -> bool:
        """Whatever is sent there will come back."""
        return self in (ReturnKind.NOBODY, ReturnKind.MAILBOX_CLOSED)


class MessageUndelivered(MessageEvent, type="message.undelivered.v1"):
    """The provider had taken it, and it did not arrive: a bounce, an unreachable phone, returned post."""

    reason: str
    returned_at: AwareDatetime
    address_unknown: bool
    """Nobody has this address; other reasons say nothing about the address."""
    kind: ReturnKind = ReturnKind.OTHER


class MessageComplained(MessageEvent, type="message.complained.v1"):
    """Its reader told the mail provider that it is unwanted; the address is written to no more."""

    feedback: str
    """As the provider names it, such as ``abuse``."""
    complained_at: AwareDatetime


class ContactRefused(MessageEvent, type="contact.refused.v1"):
    """A contact did not happen, and why: evidence of restraint."""

    rule: str
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """The next lawful moment, or ``None`` when there is none."""
