import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from structlog.testing import capture_logs

from notification.channels.email import headers
from notification.channels.email.mail import mail
from notification.channels.email.sender import EmailSender
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from notification.messages.domain.sender import INVALID, Delivery
from recoup_events.invoice import SenderIdentity
from recoup_testing import hostile
from recoup_testing.mail_example import (
    CONTENT,
    DELIVERY,
    MARKS,
    ORIGIN,
    addressed,
    sender_to,
    written,
)
from recoup_testing.smtp import DROP, Relay, serving


@pytest.fixture
def relay() -> Relay:
    return Relay()


@pytest.fixture
async def port(relay: Relay) -> AsyncIterator[int]:
    async with serving(relay) as port:
        yield port


@pytest.fixture
def sender(port: int) -> EmailSender:
    return sender_to(port)


def about(subject: str) -> Delivery:
    words = CONTENT.words.model_copy(update={"subject": subject})
    return DELIVERY.model_copy(update={"content": CONTENT.model_copy(update={"words": words})})


async def test_a_mail_carries_the_words_in_two_forms_and_says_a_machine_wrote_it(
    relay: Relay, sender: EmailSender
) -> None:
    assert await sender.send(DELIVERY) == Taken(provider_id="250 Kept")
    (mail,) = relay.mails
    assert mail["Message-ID"] == "<msg_1@acme.example>"
    assert mail["Subject"] == CONTENT.words.subject
    assert mail["To"] == "Ada Byron <ada@example.com>"
    assert mail["Date"].datetime == DELIVERY.at
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "de"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (mail.get_body((form,)) for form in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == CONTENT.words.text.splitlines()
    assert html.get_content().strip() == CONTENT.words.html


def test_every_attempt_says_the_same_to_the_byte() -> None:
    assert written(DELIVERY).written() == written(DELIVERY).written()


async def test_all_that_waits_goes_over_one_connection_which_is_then_closed(
    relay: Relay, sender: EmailSender
) -> None:
    batch = await asyncio.gather(*(sender.send(DELIVERY) for _ in range(5)))
    assert batch == [Taken(provider_id="250 Kept")] * 5
    assert (len(relay.mails), relay.connections) == (5, 1)
    await sender.send(DELIVERY)
    assert relay.connections == 2


@pytest.mark.parametrize("answer", ["421 too busy", "451 greylisted"])
async def test_a_temporary_refusal_is_worth_another_try(
    relay: Relay, sender: EmailSender, answer: str
) -> None:
    relay.to_recipient, relay.to_data = [answer], [answer]
    first, second, third = (
        DELIVERY.model_copy(update={"at": DELIVERY.at + timedelta(hours=hour)}) for hour in range(3)
    )
    assert await sender.send(first) == Deferred(reason=answer)
    assert await sender.send(second) == Deferred(reason=answer)
    assert await sender.send(third) == Taken(provider_id="250 Kept")


async def test_a_permanent_refusal_is_not(relay: Relay, sender: EmailSender) -> None:
    relay.to_recipient, relay.to_data = ["550 no such user"], ["554 we read it and say no"]
    assert await sender.send(DELIVERY) == Rejected(reason="550 no such user")
    assert await sender.send(DELIVERY) == Rejected(reason="554 we read it and say no")


async def test_one_refused_recipient_does_not_keep_the_others_of_a_batch_from_their_mail(
    relay: Relay, sender: EmailSender
) -> None:
    relay.to_recipient = ["550 no such user"]
    refused, taken = await asyncio.gather(sender.send(DELIVERY), sender.send(DELIVERY))
    assert refused == Rejected(reason="550 no such user")
    assert taken == Taken(provider_id="250 Kept")


async def test_a_connection_lost_after_the_words_is_in_doubt_and_repeated_under_the_same_id(
    relay: Relay, sender: EmailSender
) -> None:
    relay.to_data = [DROP]
    lost = await sender.send(DELIVERY)
    assert isinstance(lost, Deferred)
    assert lost.in_doubt
    assert await sender.send(DELIVERY) == Taken(provider_id="250 Kept")
    assert [mail["Message-ID"] for mail in relay.mails] == ["<msg_1@acme.example>"] * 2


async def test_a_relay_that_cannot_be_reached_is_tried_again_without_doubt(
    unused_tcp_port: int,
) -> None:
    outcome = await sender_to(unused_tcp_port).send(DELIVERY)
    assert isinstance(outcome, Deferred)
    assert not outcome.in_doubt


@pytest.mark.parametrize("address", hostile.BAD_EMAILS, ids=lambda text: text[:40])
async def test_what_is_no_address_is_refused_before_anything_is_sent(
    relay: Relay, sender: EmailSender, address: str
) -> None:
    assert await sender.send(addressed(address)) == Rejected(reason=INVALID)
    assert relay.connections == 0


async def test_an_international_domain_goes_over_the_wire_in_punycode(
    relay: Relay, sender: EmailSender
) -> None:
    await sender.send(addressed("ada@b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example"))
    (mail,) = relay.mails
    assert mail["To"] == "Ada Byron <ada@xn--bcher-kva.example>"
    assert relay.taken[0].rcpt_tos == ["ada@xn--bcher-kva.example"]


async def test_an_answer_that_repeats_the_address_is_kept_without_it(
    relay: Relay, sender: EmailSender
) -> None:
    relay.to_recipient = [
        "550 no such user: <Ada@Example.com>",
        "450 try ada@example.com later",
    ]
    relay.to_data = ["250 queued for ada@example.com"]
    assert await sender.send(DELIVERY) == Rejected(reason="550 no such user: <[address]>")
    later = await sender.send(DELIVERY)
    assert later == Deferred(reason="450 try [address] later")
    assert await sender.send(DELIVERY) == Taken(provider_id="250 queued for [address]")


async def test_a_mail_that_was_written_wrongly_is_not_sent_and_the_others_of_its_batch_are(
    relay: Relay, sender: EmailSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = "=?utf-8?q?R-1=0D=0ABcc:_eve@evil.example?="
    monkeypatch.setattr(headers, "text", lambda name, value: f"{name}: {_decoded(value)}\r\n")
    with capture_logs() as logged:
        both = (sender.send(about(hidden)), sender.send(about("R-1")))
        refused, taken = await asyncio.gather(*both)
    assert isinstance(refused, Rejected)
    assert "the list of its headers" in refused.reason
    assert taken == Taken(provider_id="250 Kept")
    (line,) = logged
    assert (line["message_id"], line["wrong"]) == ("msg_1", "the list of its headers")
    assert "ada" not in f"{line} {refused}".lower()


def _decoded(value: str) -> str:
    """As a library did that took names for encoded words."""
    return str(make_header(decode_header(value)))


async def test_a_name_cannot_bring_headers_of_its_own(relay: Relay, sender: EmailSender) -> None:
    content = CONTENT.model_copy(update={"recipient": "Ada\r\nBcc: eve@example.com"})
    await sender.send(DELIVERY.model_copy(update={"content": content}))
    (mail,) = relay.mails
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].display_name == "Ada Bcc: eve@example.com"


@pytest.mark.parametrize(
    ("email", "address"),
    [
        (None, "receivables@acme.example"),
        ("ar@bolts.example", "ar@bolts.example"),
        ("ar@elsewhere.example", "receivables@acme.example"),
    ],
)
def test_a_creditors_own_address_is_used_where_the_relay_may_send_for_it(
    email: str | None, address: str
) -> None:
    sender = SenderIdentity(name="Bolts", email=email, reply_to="answers@bolts.example")
    content = CONTENT.model_copy(update={"sender": sender})
    origin = ORIGIN.model_copy(update={"domains": ("bolts.example",)})
    bytes_sent = (
        mail(DELIVERY.model_copy(update={"content": content}), origin, MARKS).written().decode()
    )
    assert f"From: Bolts <{address}>\r\n" in bytes_sent
    assert "Reply-To: Bolts <answers@bolts.example>\r\n" in bytes_sent
