"""Names, numbers and addresses made to break mails, sent through a real SMTP server.

``RECOUP_FUZZ_MAILS`` says how many mails, ``RECOUP_FUZZ_SEED`` which; ``make fuzz`` sends 20,000.
"""

import asyncio
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email import message_from_string, policy
from itertools import count, islice
from random import Random

import pytest
from aiosmtpd.smtp import Envelope
from fast_mail_parser import parse_email

from notification.channels.email.mail import MailOrigin
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Rejected, Taken
from notification.messages.domain.sender import INVALID, Delivery
from notification.templates.domain.context import TemplateContext
from notification.templates.domain.words import Words
from notification.templates.renderer.templates import Templates
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.addresses import InvalidAddress, email_address
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId, PersonId
from recoup_events.kernel.money import Money
from recoup_testing import hostile, strict_mail
from recoup_testing.mail_example import sender_to
from recoup_testing.smtp import Relay, content_of, serving
from recoup_testing.words import CONTEXT, ITEM

NAMED = "Acme (Receivables), Ltd."
MAILS = int(os.environ.get("RECOUP_FUZZ_MAILS", "1000"))
SEED = int(os.environ.get("RECOUP_FUZZ_SEED", "1"))
BATCH = 50
GOOD = (
    "ada@customer.example",
    "ap+1@b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example",
    "j\N{LATIN SMALL LETTER O WITH DIAERESIS}rg@b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example",
)
HEADERS = [
    *("From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "Content-Language"),
    *("MIME-Version", "Content-Type"),
]
EURO = Money(minor_units=100, currency="EUR")
DAY, NOON = date(2026, 1, 5), datetime(2026, 1, 5, 12, tzinfo=UTC)
TEMPLATES = Templates()
EMAILS = sorted(TEMPLATES.names(Channel.EMAIL))


def shown(text: str) -> str:
    """What a reader is to see of it in a header."""
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    unsafe = ("Cc", "Cs")
    return "".join("\ufffd" if unicodedata.category(c) in unsafe else c for c in text)


def lines(text: str) -> str:
    """What a reader is to see of it in a body."""
    read = re.split(r"\r\n|\r|\n", text)
    return "\r\n".join("\t".join(map(visible, line.split("\t"))) for line in read)


def postings(seed: int) -> Iterator[Delivery]:
    """Words from a template and words such as no template writes, in turn."""
    random = Random(seed)
    names, numbers = (hostile.texts(Random(f"{seed} {of}")) for of in ("names", "numbers"))
    for nth in count():
        name, number, other = next(names), next(numbers), random.choice(hostile.TEXTS)
        words = rendered(random, name, number, other) if nth % 2 else raw(name, number, other)
        yield Delivery(
            message_id=MessageId(f"msg_{nth}"),
            channel=Channel.EMAIL,
            content=MessageContent(
                sender=SenderIdentity(name=NAMED),
                person_id=PersonId("per_1"),
                recipient=name,
                address=random.choice(GOOD),
                address_hash="a1",
                items=(),
                words=words,
            ),
            at=NOON,
        )


def rendered(random: Random, name: str, number: str, other: str) -> Words:
    item = ITEM.model_copy(update={"number": number, "purchase_order": other})
    told = TemplateContext(
        country="DE",
        creditor=CONTEXT.creditor.model_copy(
            update={"name": other, "legal_name": name, "address": number, "register_line": other}
        ),
        customer=other,
        recipient=name,
        today=DAY,
        items=(item,) * random.choice((1, 3)),
    )
    words = TEMPLATES.render(
        Channel.EMAIL, random.choice(EMAILS), random.choice(("en", "de")), told
    )
    assert shown(number) in words.subject if told.item else "3" in words.subject
    return words


def raw(name: str, number: str, other: str) -> Words:
    html = other if len(name) % 2 else None
    text = f"{name}\r\n{number}\n\n{other}"
    return Words(template_version=1, language="en", subject=number, text=text, html=html)


def addressed(delivery: Delivery, address: str) -> Delivery:
    return delivery.model_copy(
        update={"content": delivery.content.model_copy(update={"address": address})}
    )


def can_be_written_to(address: str) -> bool:
    try:
        email_address(address)
    except InvalidAddress:
        return False
    return True


def _of(arrived: Mapping[str, Envelope], delivery: Delivery, origin: MailOrigin) -> Envelope:
    """They go over several connections, in any order."""
    return arrived[f"<{delivery.message_id}@{origin.domain}>"]


def check(mail: Envelope, sent: Delivery, origin: MailOrigin) -> None:
    """It went to one recipient, and says to several readers what was meant."""
    content, bytes_sent = sent.content, content_of(mail)
    to = email_address(content.address).wire
    assert (mail.mail_from, mail.rcpt_tos) == (origin.address, [to])
    expected = {"plain": lines(content.words.text)}
    if content.words.html is not None:
        expected["html"] = lines(content.words.html)
    read = strict_mail.read(bytes_sent)
    assert list(read.headers)[: len(HEADERS)] == HEADERS
    assert list(read.headers)[len(HEADERS) :] == ["Content-Transfer-Encoding"][: 2 - len(expected)]
    assert read.mailbox("From") == (shown(NAMED), origin.address)
    assert read.mailbox("To") == (shown(content.recipient), to)
    assert read.words("Subject") == shown(content.words.subject)
    assert read.headers["Message-ID"] == f"<{sent.message_id}@{origin.domain}>"
    assert read.parts == [(f"text/{form}; charset=utf-8", text) for form, text in expected.items()]
    check_with_mailparse(bytes_sent, sent, to, expected)


def check_with_mailparse(content: bytes, sent: Delivery, to: str, expected: dict[str, str]) -> None:
    name, subject = shown(sent.content.recipient), shown(sent.content.words.subject)
    read = parse_email(content)
    assert [*read.headers][: len(HEADERS)] == HEADERS
    assert read.headers["To"] == [f"{name} <{to}>" if name else to]
    assert read.subject == subject
    assert [text.rstrip("\r\n") for text in read.text_plain] == [expected["plain"].rstrip("\r\n")]
    assert len(read.text_html) == len(expected) - 1
    assert read.attachments == []


def check_with_the_standard_library(content: bytes, sent: Delivery) -> None:
    read = message_from_string(content.decode(), policy=policy.default)
    assert [name for name in read if name != "Content-Transfer-Encoding"] == HEADERS
    assert str(read["Subject"]) == shown(sent.content.words.subject)
    (to,) = read["To"].addresses
    assert to.addr_spec == email_address(sent.content.address).wire
    # Where a name is folded between encoded words it reads a space, against RFC 2047.
    assert to.display_name.replace(" ", "") == shown(sent.content.recipient).replace(" ", "")


@pytest.mark.slow
async def test_every_mail_reaches_one_reader_and_says_what_was_meant() -> None:
    origin = MailOrigin(address="receivables@acme.example")
    meant, addresses = postings(SEED), hostile.emails(Random(f"{SEED} addresses"))
    relay = Relay(smtputf8=True)
    async with serving(relay) as port:
        sender = sender_to(port, origin)
        for nth in range(0, MAILS, BATCH):
            batch = list(islice(meant, min(BATCH, MAILS - nth)))
            tried = [addressed(delivery, next(addresses)) for delivery in batch]
            refused = [each for each in tried if not can_be_written_to(each.content.address)]
            sent = [old if new in refused else new for old, new in zip(batch, tried, strict=True)]
            outcomes = await asyncio.gather(*map(sender.send, [*sent, *refused]))
            taken, others = outcomes[: len(sent)], outcomes[len(sent) :]
            assert taken == [Taken(provider_id="250 Kept")] * len(sent)
            assert others == [Rejected(reason=INVALID)] * len(refused)
            arrived = {
                parse_email(content_of(mail)).headers["Message-ID"][0]: mail for mail in relay.taken
            }
            assert len(arrived) == len(relay.taken)
            for delivery in sent:
                check(_of(arrived, delivery, origin), delivery, origin)
            one = nth // BATCH % len(sent)  # of each batch: this reader is the slowest
            check_with_the_standard_library(content_of(_of(arrived, sent[one], origin)), sent[one])
            relay.taken.clear()
