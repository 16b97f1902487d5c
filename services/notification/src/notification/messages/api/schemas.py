"""Messages in JSON."""

from datetime import datetime

from pydantic import BaseModel, Field

from notification.messages.domain.message import Message, MessageState
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.reminder import Reminder
from recoup_events.kernel.channels import Channel
from recoup_events.notification import ContactRefused
from recoup_service.api.amounts import Amount
from recoup_service.api.resource import Dates, Resource


class MessageSummary(Resource):
    id: str = Field(examples=["msg_1b7e"])
    reminder_id: str
    customer_id: str
    creditor_id: str = Field(description="In whose name it is.")
    person_id: str | None = Field(description="Whom at the customer it is for; `null`: nobody.")
    channel: Channel
    template: str = Field(examples=["friendly_reminder"])
    items: int = Field(description="How many receivables its reminder names.")
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


class AskedFor(BaseModel):
    invoice_id: str
    receivable_id: str = Field(description="The term of the invoice.")
    amount: Amount


class ItemShown(AskedFor):
    """One receivable of the reminder, with what was chased of it when the reminder was requested."""

    template: str = Field(description="Of the step that brought it here.")
    level: int = Field(description="How firm that step is.")


class ContentShown(BaseModel):
    """The very words, as they were sent."""

    recipient: str
    address: str
    address_hash: str = Field(description="The same as in the public event `message.queued`.")
    items: list[AskedFor] = Field(description="What the message asks for; the rest was settled.")
    language: str
    template_version: int
    subject: str = Field(description="Empty for a text message.")
    text: str
    html: str | None
    digest: str = Field(description="SHA-256; the same as in `message.queued`.")

    @classmethod
    def of(cls, content: MessageContent) -> "ContentShown":
        return cls(
            recipient=content.recipient,
            address=content.address,
            address_hash=content.address_hash,
            items=[
                AskedFor(
                    invoice_id=item.invoice_id,
                    receivable_id=item.receivable_id,
                    amount=Amount.of(item.amount),
                )
                for item in content.items
            ],
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


class MessageShown(Resource):
    id: str
    reminder_id: str
    customer_id: str
    creditor_id: str = Field(description="In whose name it is.")
    person_id: str | None = Field(description="`null` where there was nobody to write to.")
    channel: Channel
    template: str
    items: list[ItemShown] = Field(
        description="Those of its reminder; none where it tells the customer of its credit."
    )
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


def shown(message: Message, reminder: Reminder, dates: Dates) -> MessageShown:
    assert message.asked is not None, "a message that can be found was asked for"
    items = () if reminder.request is None else reminder.request.items
    asked = message.asked
    return MessageShown(
        **dates,
        id=asked.message_id,
        reminder_id=asked.reminder_id,
        customer_id=asked.customer_id,
        creditor_id=asked.creditor_id,
        person_id=asked.person_id,
        channel=asked.channel,
        template=asked.template,
        items=[
            ItemShown(
                invoice_id=item.invoice_id,
                receivable_id=item.receivable_id,
                amount=Amount.of(item.amount),
                template=item.template,
                level=item.level,
            )
            for item in items
        ],
        state=message.state,
        next_look_at=message.send_at if message.state is MessageState.WAITING else None,
        attempts=message.attempts,
        attempts_in_doubt=message.doubts,
        provider_id=message.provider_id,
        reason=message.reason,
        content=None if message.content is None else ContentShown.of(message.content),
        refusal=None if message.refusal is None else RefusalShown.of(message.refusal),
    )
