"""Messages in JSON."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from notification.messages.domain.message import Message
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.reminder import Reminder
from recoup_events.kernel.attachments import AttachmentKind, Lack
from recoup_events.kernel.channels import Channel
from recoup_events.notification import (
    Claim,
    ContactRefused,
    DeliveryProof,
    MessageDelivered,
)
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
    attempts_in_doubt: int = Field(
        description="Attempts of which nobody knows whether they arrived."
    )
    sent_at: datetime | None = Field(description="When the provider took it.")
    delivered_at: datetime | None = Field(description="When it arrived, as far as that is known.")
    proof: DeliveryProof | None = Field(description="How that is known.")
    reason: str | None = Field(description="Why the latest attempt, or the message, failed.")
    attached: int = Field(description="How many files went along.")
    lacking: int = Field(description="How many were to go along and did not.")


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


class AgreedShown(BaseModel):
    """Where a clause stands."""

    agreement_id: str = Field(examples=["agr_5b1e"])
    version: int
    clause: str = Field(examples=["late_fee"])


class ProofShown(BaseModel):
    """Why something is true that the words claim."""

    claim: Claim
    receivable_id: str | None = Field(description="`null` where it is about the customer.")
    agreed: AgreedShown | None = Field(description="Of the agreement that grants it.")
    law: str | None = Field(description="The law that grants it.", examples=["BGB s. 288 subs. 5"])
    intended_on: date | None = Field(description="When its workflow comes to the measure.")


class AttachmentShown(BaseModel):
    """A file that went along."""

    kind: AttachmentKind
    invoice_id: str | None = Field(description="Whose it is, if it is one invoice's.")
    name: str = Field(examples=["1-Invoice-2026-0001.pdf"])
    content_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="In bytes.")
    sha256: str = Field(description="Of its bytes; the same as in `message.queued`.")


class LackingShown(BaseModel):
    """A file that was to go along and did not."""

    kind: AttachmentKind
    invoice_id: str | None
    lack: Lack = Field(description="Why not.")


class ContentShown(BaseModel):
    """The very words, as they were sent."""

    recipient: str
    address: str
    address_hash: str = Field(description="The same as in the public event `message.queued`.")
    items: list[AskedFor] = Field(description="What the message asks for; the rest was settled.")
    proofs: list[ProofShown] = Field(description="Of all that the words claim.")
    language: str
    template_version: int
    subject: str = Field(description="Empty for a text message.")
    text: str
    html: str | None
    digest: str = Field(description="SHA-256; the same as in `message.queued`.")
    attachments: list[AttachmentShown] = Field(description="What went along.")
    lacking: list[LackingShown] = Field(description="What was to go along and did not.")

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
            proofs=[ProofShown.model_validate(proof.model_dump()) for proof in content.proofs],
            digest=content.words.digest,
            attachments=[AttachmentShown(**each.model_dump()) for each in content.files],
            lacking=[LackingShown(**each.model_dump()) for each in content.lacking],
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


class DeliveredShown(BaseModel):
    """That the message arrived, and how that is known."""

    delivered_at: datetime
    proof: DeliveryProof = Field(
        description="From weak to strong: `not_returned`: nothing came back in time; `tracked`: the post says so; "
        "`confirmed`: the provider says that the person's device or mailbox has it; `signed_for`."
    )
    receipt_digest: str | None = Field(
        description="SHA-256 of the receipt, where somebody signed for it."
    )


class MessageShown(Resource):
    id: str
    reminder_id: str
    customer_id: str
    creditor_id: str = Field(description="In whose name it is.")
    person_id: str | None = Field(description="`null` where there was nobody to write to.")
    channel: Channel
    template: str
    instead_of: str | None = Field(
        description="The message of this reminder that did not arrive by another channel; `null`: it is the first."
    )
    instead_because: str | None = Field(description="Why that one did not arrive.")
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
    delivered: DeliveredShown | None = Field(
        description="`null` while that is not known, and for what came back."
    )
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
        instead_of=asked.instead_of,
        instead_because=asked.reason,
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
        delivered=_delivered(message),
        reason=message.reason,
        content=None if message.content is None else ContentShown.of(message.content),
        refusal=None if message.refusal is None else RefusalShown.of(message.refusal),
    )


def _delivered(message: Message) -> DeliveredShown | None:
    if not isinstance(message.arrival, MessageDelivered):
        return None
    return DeliveredShown.model_validate(message.arrival.model_dump())
