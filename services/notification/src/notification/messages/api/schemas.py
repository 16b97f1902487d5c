"""Messages in JSON."""

from datetime import datetime

from pydantic import BaseModel, Field

from notification.messages.domain.message import Message, MessageState
from notification.messages.domain.message_content import MessageContent
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.notification import ContactRefused
from recoup_service.api.amounts import Amount


class MessageSummary(BaseModel):
    id: str = Field(examples=["msg_1b7e"])
    reminder_id: str
    invoice_id: str
    customer_id: str
    channel: Channel
    template: str = Field(examples=["friendly_reminder"])
    role: ContactRole = Field(description="Whom at the customer it is for.")
    state: MessageState
    asked_at: datetime
    attempts: int = Field(description="How often it was handed to the provider.")
    sent_at: datetime | None = Field(description="When the provider took it.")
    reason: str | None = Field(description="Why the latest attempt, or the message, failed.")


class MessageCount(BaseModel):
    channel: Channel
    template: str
    state: MessageState
    messages: int


class MessageCounts(BaseModel):
    data: list[MessageCount]


class ContentShown(BaseModel):
    """The very words, as they were sent."""

    recipient: str
    address: str
    amount: Amount = Field(description="What the message asks for.")
    language: str
    template_version: int
    subject: str = Field(description="Empty for a text message.")
    text: str
    html: str | None
    digest: str = Field(description="SHA-256; the same as in the public event message.queued.")

    @classmethod
    def of(cls, content: MessageContent) -> "ContentShown":
        return cls(
            recipient=content.recipient,
            address=content.address,
            amount=Amount.of(content.amount),
            digest=content.words.digest,
            **content.words.model_dump(),
        )


class RefusalShown(BaseModel):
    """Why the contact was not made."""

    rule: str = Field(examples=["policy-quiet-hours"])
    rules_version: str
    citation: str
    inputs: dict[str, str] = Field(description="The facts the refusal rests on.")
    retry_at: datetime | None = Field(
        description="When the message is looked at again; `null` when it is over."
    )

    @classmethod
    def of(cls, refusal: ContactRefused) -> "RefusalShown":
        return cls.model_validate(refusal.model_dump())


class MessageShown(BaseModel):
    id: str
    reminder_id: str
    invoice_id: str
    customer_id: str
    channel: Channel
    template: str
    role: ContactRole
    state: MessageState
    next_look_at: datetime | None = Field(
        description="When it is next decided whether to send it; `null` when that is over."
    )
    attempts: int
    attempts_in_doubt: int = Field(
        description="Attempts whose outcome is unknown; each may have reached the customer. "
        "A mail repeated after one carries the same Message-ID."
    )
    provider_id: str | None
    reason: str | None
    content: ContentShown | None = Field(description="`null` until it was first allowed.")
    refusal: RefusalShown | None = Field(description="The latest one, if there was any.")


def shown(message: Message) -> MessageShown:
    assert message.asked is not None, "a message that can be found was asked for"
    asked = message.asked
    return MessageShown(
        id=asked.message_id,
        reminder_id=asked.reminder_id,
        invoice_id=asked.invoice_id,
        customer_id=asked.customer_id,
        channel=asked.channel,
        template=asked.template,
        role=asked.role,
        state=message.state,
        next_look_at=message.send_at if message.state is MessageState.WAITING else None,
        attempts=message.attempts,
        attempts_in_doubt=message.doubts,
        provider_id=message.provider_id,
        reason=message.reason,
        content=None if message.content is None else ContentShown.of(message.content),
        refusal=None if message.refusal is None else RefusalShown.of(message.refusal),
    )
