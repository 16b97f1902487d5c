"""A password goes to the relay it is meant for, over an encrypted connection, or nowhere."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from notification.channels.email.composing import MailComposer
from notification.channels.email.mail import MailOrigin
from notification.channels.email.pacing import pace_of
from notification.channels.email.relay import relay_of
from notification.channels.email.sender import EmailSender
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Deferred, Outcome, Taken
from notification.messages.domain.sender import Delivery
from notification.settings import NotificationSettings
from notification.templates.domain.words import Words
from recoup_cli.services import NOWHERE
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId, PersonId
from recoup_testing.mail_example import MARKS
from recoup_testing.smtp import Relay, serving

KEPT = Taken(provider_id="250 Kept")
LOGIN = {"smtp_username": "recoup", "smtp_password": "s3cret"}
DELIVERY = Delivery(
    message_id=MessageId("msg_1"),
    channel=Channel.EMAIL,
    content=MessageContent(
        sender=SenderIdentity(name="Acme Receivables"),
        person_id=PersonId("per_1"),
        recipient="Ada Byron",
        address="ada@example.com",
        address_hash="a1",
        items=(),
        words=Words(template_version=1, language="en", subject="Hello", text="Please pay."),
    ),
    at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture
def relay() -> Relay:
    return Relay()


def certified(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def speaking(scheme: str, context: ssl.SSLContext) -> dict[str, ssl.SSLContext]:
    return {"starttls" if scheme == "smtp" else "tls": context}


async def sent(**told: object) -> Outcome:
    settings = NotificationSettings.model_validate({**NOWHERE, **told})
    origin = MailOrigin(address="receivables@acme.example")
    return await EmailSender(
        lambda: relay_of(settings), MailComposer(origin, MARKS, {}), pace_of(settings)
    ).send(DELIVERY)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_a_password_is_sent_over_an_encrypted_connection(
    relay: Relay, authority: trustme.CA, ca: Path, scheme: str
) -> None:
    async with serving(relay, **speaking(scheme, certified(authority))) as port:
        outcome = await sent(smtp=f"{scheme}://127.0.0.1:{port}", smtp_ca=ca, **LOGIN)
    assert outcome == KEPT
    assert (relay.passwords, len(relay.taken), relay.in_clear) == ([b"s3cret"], 1, 0)


async def test_a_relay_without_starttls_gets_neither_password_nor_mail(relay: Relay) -> None:
    async with serving(relay) as port:
        outcome = await sent(smtp=f"smtp://127.0.0.1:{port}", **LOGIN)
    assert isinstance(outcome, Deferred)
    assert "STARTTLS" in outcome.reason
    assert not outcome.in_doubt
    assert (relay.passwords, relay.taken) == ([], [])


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("wrong", ["authority", "name"])
async def test_a_relay_that_is_not_who_it_says_gets_neither_password_nor_mail(
    relay: Relay, authority: trustme.CA, ca: Path, scheme: str, wrong: str
) -> None:
    other = trustme.CA() if wrong == "authority" else authority
    context = certified(other, "127.0.0.1" if wrong == "authority" else "mail.example")
    async with serving(relay, **speaking(scheme, context)) as port:
        outcome = await sent(smtp=f"{scheme}://127.0.0.1:{port}", smtp_ca=ca, **LOGIN)
    assert isinstance(outcome, Deferred)
    assert "certificate" in outcome.reason.lower()
    assert (relay.passwords, relay.taken) == ([], [])


async def test_without_a_password_mail_is_encrypted_where_the_relay_offers_it(
    relay: Relay, authority: trustme.CA, ca: Path
) -> None:
    async with serving(relay) as port:
        assert await sent(smtp=f"smtp://127.0.0.1:{port}") == KEPT
    assert relay.in_clear == 1
    async with serving(relay, starttls=certified(authority)) as port:
        assert await sent(smtp=f"smtp://127.0.0.1:{port}", smtp_ca=ca) == KEPT
    assert (len(relay.taken), relay.in_clear) == (2, 1)


async def test_encryption_can_be_required_without_a_password(relay: Relay) -> None:
    async with serving(relay) as port:
        outcome = await sent(smtp=f"smtp://127.0.0.1:{port}", smtp_starttls="required")
    assert isinstance(outcome, Deferred)
    assert relay.taken == []
