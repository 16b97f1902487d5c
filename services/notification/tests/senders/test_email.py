import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiosmtplib
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import HttpUrl

from notification.domain.letter import Letter, Words
from notification.domain.outcomes import Deferred, Rejected, Taken
from notification.senders.email import EmailSender
from notification.senders.mail import Writer, mail
from notification.senders.posting import Posting
from recoup_events.ids import MessageId
from recoup_events.money import Money
from recoup_events.workflow_scheduler import Channel

WRITER = Writer(name="Acme Receivables", address="receivables@acme.example")
LETTER = Letter(
    recipient="Ada Byron",
    address="ada@example.com",
    amount=Money(minor_units=100_00, currency="EUR"),
    words=Words(
        template_version=1,
        language="de",
        subject="Die Rechnung R-1 ist fällig",
        text="Guten Tag,\n\nbitte zahlen Sie.",
        html="<p>Guten Tag,</p><p>bitte zahlen Sie.</p>",
    ),
)
POSTING = Posting(
    message_id=MessageId("msg_1"),
    channel=Channel.EMAIL,
    letter=LETTER,
    at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
)
DROP = "drop"


@dataclass
class Relay:
    """Answers as it is told to; what it accepts, or loses, is kept."""

    port: int = 0
    to_recipient: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return said

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        answer = self.to_data.pop(0) if self.to_data else "250 Kept"
        if answer == DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    relay = Relay()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(relay, loop=loop), "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    async with server:
        yield relay


@pytest.fixture
def sender(relay: Relay) -> EmailSender:
    return EmailSender(aiosmtplib.SMTP(hostname="127.0.0.1", port=relay.port), WRITER)


def addressed(address: str) -> Posting:
    return POSTING.model_copy(update={"letter": LETTER.model_copy(update={"address": address})})


async def test_a_mail_carries_the_words_in_two_forms_and_says_a_machine_wrote_it(
    relay: Relay, sender: EmailSender
) -> None:
    assert await sender.send(POSTING) == Taken(provider_id="250 Kept")
    (mail,) = relay.mails
    assert mail["Message-ID"] == "<msg_1@acme.example>"
    assert mail["Subject"] == LETTER.words.subject
    assert mail["To"] == "Ada Byron <ada@example.com>"
    assert mail["Date"].datetime == POSTING.at
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (mail.get_body((form,)) for form in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == LETTER.words.text.splitlines()
    assert html.get_content().strip() == LETTER.words.html


def test_every_attempt_says_the_same_to_the_byte() -> None:
    assert mail(POSTING, WRITER) == mail(POSTING, WRITER)


async def test_a_configured_opt_out_page_is_named_on_one_line(relay: Relay) -> None:
    page = HttpUrl("https://pay.acme.example/" + "opt-outs/" * 10)
    writer = WRITER.model_copy(update={"opt_out_url": page})
    await EmailSender(aiosmtplib.SMTP(hostname="127.0.0.1", port=relay.port), writer).send(POSTING)
    (mail,) = relay.mails
    assert mail["List-Unsubscribe"] == f"<{page}?message=msg_1>"


async def test_all_that_waits_goes_over_one_connection_which_is_then_closed(
    relay: Relay, sender: EmailSender
) -> None:
    batch = await asyncio.gather(*(sender.send(POSTING) for _ in range(5)))
    assert batch == [Taken(provider_id="250 Kept")] * 5
    assert (len(relay.mails), relay.connections) == (5, 1)
    await sender.send(POSTING)
    assert relay.connections == 2


@pytest.mark.parametrize("answer", ["421 too busy", "451 greylisted"])
async def test_a_temporary_refusal_is_worth_another_try(
    relay: Relay, sender: EmailSender, answer: str
) -> None:
    relay.to_recipient, relay.to_data = [answer], [answer]
    assert await sender.send(POSTING) == Deferred(reason=answer)
    assert await sender.send(POSTING) == Deferred(reason=answer)
    assert await sender.send(POSTING) == Taken(provider_id="250 Kept")


async def test_a_permanent_refusal_is_not(relay: Relay, sender: EmailSender) -> None:
    relay.to_recipient, relay.to_data = ["550 no such user"], ["554 we read it and say no"]
    assert await sender.send(POSTING) == Rejected(reason="550 no such user")
    assert await sender.send(POSTING) == Rejected(reason="554 we read it and say no")


async def test_one_refused_recipient_does_not_keep_the_others_of_a_batch_from_their_mail(
    relay: Relay, sender: EmailSender
) -> None:
    relay.to_recipient = ["550 no such user"]
    refused, taken = await asyncio.gather(sender.send(POSTING), sender.send(POSTING))
    assert refused == Rejected(reason="550 no such user")
    assert taken == Taken(provider_id="250 Kept")


async def test_a_connection_lost_after_the_words_is_in_doubt_and_repeated_under_the_same_id(
    relay: Relay, sender: EmailSender
) -> None:
    relay.to_data = [DROP]
    lost = await sender.send(POSTING)
    assert isinstance(lost, Deferred)
    assert lost.in_doubt
    assert await sender.send(POSTING) == Taken(provider_id="250 Kept")
    assert [mail["Message-ID"] for mail in relay.mails] == ["<msg_1@acme.example>"] * 2


async def test_a_relay_that_cannot_be_reached_is_tried_again_without_doubt(
    unused_tcp_port: int,
) -> None:
    outcome = await EmailSender(
        aiosmtplib.SMTP(hostname="127.0.0.1", port=unused_tcp_port), WRITER
    ).send(POSTING)
    assert isinstance(outcome, Deferred)
    assert not outcome.in_doubt


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "ada@example.com\r\nBcc: eve@example.com", "ädä@example.com"]
)
async def test_what_is_no_address_is_refused_before_anything_is_sent(
    relay: Relay, sender: EmailSender, address: str
) -> None:
    assert isinstance(await sender.send(addressed(address)), Rejected)
    assert relay.connections == 0


async def test_a_name_cannot_bring_headers_of_its_own(relay: Relay, sender: EmailSender) -> None:
    letter = LETTER.model_copy(update={"recipient": "Ada\r\nBcc: eve@example.com"})
    await sender.send(POSTING.model_copy(update={"letter": letter}))
    (mail,) = relay.mails
    assert mail["Bcc"] is None
