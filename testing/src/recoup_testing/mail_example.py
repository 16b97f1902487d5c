"""A mail on its way to Ada, as senders are given it."""

from datetime import UTC, datetime
from functools import partial

import aiosmtplib

from notification.channels.email.composing import MailComposer
from notification.channels.email.mail import Mail, MailOrigin, mail
from notification.channels.email.pacing import Limits, Pace
from notification.channels.email.sender import EmailSender
from notification.messages.domain.marks import Marks, Thread
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.sender import Delivery
from notification.signing_keys import Keys
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    MessageId,
    PersonId,
    TenantId,
    derived,
)

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


THREAD = Thread(
    tenant=TenantId("acme"),
    customer_id=CustomerId(derived("cus", "acme", "C-1")),
    creditor_id=CreditorId(derived("crd", "acme", "default")),
)
ANSWERED = DELIVERY.model_copy(
    update={"thread": THREAD, "message_id": MessageId(derived("msg", "acme", "R-1"))}
)
"""To a customer whose answers are waited for."""
MARKS = Marks("of-a-service-that-is-never-run-at-all")
ONE_LANE = Limits(connections=1, connections_per_domain=1)


def written(delivery: Delivery, origin: MailOrigin = ORIGIN) -> Mail:
    return mail(delivery, origin, MARKS)


def sender_to(
    port: int, origin: MailOrigin = ORIGIN, keys: Keys | None = None, limits: Limits = ONE_LANE
) -> EmailSender:
    """By one connection, unless told otherwise, to a relay on this machine."""
    relay = partial(aiosmtplib.SMTP, hostname="127.0.0.1", port=port)
    return EmailSender(relay, MailComposer(origin, MARKS, keys or {}), Pace(limits))


def addressed(address: str) -> Delivery:
    return DELIVERY.model_copy(update={"content": CONTENT.model_copy(update={"address": address})})
