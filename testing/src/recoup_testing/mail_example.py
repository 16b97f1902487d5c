"""A mail on its way to Ada, as senders are given it."""

from datetime import UTC, datetime

from notification.channels.email.mail import MailOrigin
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.sender import Delivery
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId, PersonId

ORIGIN = MailOrigin(address="receivables@acme.example")
CONTENT = MessageContent(
    sender=SenderIdentity(name="Acme Receivables"),
    person_id=PersonId("per_1"),
    recipient="Ada Byron",
    address="ada@example.com",
    address_hash="a1",
    items=(),
    words=Words(
        template_version=1,
        language="de",
        subject="Die Rechnung R-1 ist fällig",
        text="Guten Tag,\n\nbitte zahlen Sie.",
        html="<p>Guten Tag,</p><p>bitte zahlen Sie.</p>",
    ),
)
DELIVERY = Delivery(
    message_id=MessageId("msg_1"),
    channel=Channel.EMAIL,
    content=CONTENT,
    at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
)


def addressed(address: str) -> Delivery:
    return DELIVERY.model_copy(update={"content": CONTENT.model_copy(update={"address": address})})
