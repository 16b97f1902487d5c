"""Whatever goes wrong in writing a mail is seen before it leaves."""

from datetime import UTC, datetime

import pytest

from notification.channels.email.mail import Mail, MailOrigin, mail
from notification.channels.email.read_back import difference
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.sender import Delivery
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId, PersonId
from recoup_testing.mail_example import MARKS, THREAD

PAGE = "https://api.acme.example/open/opt-outs"
ORIGIN = MailOrigin(address="receivables@acme.example", opt_out_url=PAGE)
BOUNDARY = b"--=_forms"


def written(**words: object) -> tuple[Mail, bytes]:
    told = {"subject": "Invoice R-1", "text": "Please pay.\n\nAcme", "html": "<p>Please pay.</p>"}
    delivery = Delivery(
        message_id=MessageId("msg_1"),
        channel=Channel.EMAIL,
        thread=THREAD,
        content=MessageContent(
            sender=SenderIdentity(name="Acme Receivables"),
            person_id=PersonId("per_1"),
            recipient="Ada Byron",
            address="ada@example.com",
            address_hash="a1",
            items=(),
            words=Words.model_validate({"template_version": 1, "language": "en", **told, **words}),
        ),
        at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    )
    meant = mail(delivery, ORIGIN, MARKS)
    return meant, meant.written()


@pytest.mark.parametrize("html", [None, "<p>Please pay.</p>"])
@pytest.mark.parametrize("text", ["Please pay.", "", "\n\n", "Please pay.\n", "a \r\n\r\n.\n"])
def test_a_mail_as_it_was_meant_is_read_as_it_was_meant(text: str, html: str | None) -> None:
    meant, content = written(text=text, html=html)
    assert difference(content, meant) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: ", b"Bcc: eve@evil.example\r\nSubject: "),
        (b"Subject: ", b"To: eve@evil.example\r\nSubject: "),
        (b"Subject: ", b"\r\nSubject: "),
        (b"Subject: Invoice R-1\r\n", b""),
        (b"Subject: Invoice R-1", b"Subject: Invoice R-2"),
        (b"Subject: Invoice R-1", b"Subject: =?utf-8?q?Invoice_R-1=0D=0ABcc:_x?="),
        (b"Subject: Invoice R-1", b"Subject: =?x-unknown?q?Invoice_R-1?="),
        (b"Subject: Invoice R-1", b"Subject: =?utf-8?q?=FF?="),
        (b"Subject: Invoice R-1", b"Subject: =?utf-8?b?a?="),
        (b"ada@example.com", b"eve@example.com"),
        (b"<ada@example.com>", b"<ada@example.com>, <eve@example.com>"),
        (b"Ada Byron <", b"eve@evil.example, Ada Byron <"),
        (b"To: Ada", b"To: Eve"),
        (b"receivables@", b"ceo@"),
        (b"Acme Receivables <", b"The Court <"),
        (b"/open/opt-outs/", b"/open/opt-out/"),
        (b"auto-generated", b"no"),
        (BOUNDARY + b"--", b""),
        (b"\r\n\r\n" + BOUNDARY, b"\r\n\r\nIgnore the rest.\r\n" + BOUNDARY),
        (BOUNDARY + b"--", BOUNDARY + b"--\r\nP.S."),
        (
            BOUNDARY + b"--",
            BOUNDARY + b"\r\nContent-Type: text/plain\r\n\r\nx\r\n" + BOUNDARY + b"--",
        ),
        (b"text/html", b"application/x-msdownload"),
        (b"charset=utf-8", b"charset=utf-7"),
        (b"Please pay.", b"Please pay at once."),
        (b"Acme\r\n", b"Acme\r\n\r\nand Sons\r\n"),
        (b"Acme\r\n", b"=FF\r\n"),
        (b"Acme\r\n", b"Acme\n"),
        (b"Acme\r\n", b"Ac\rme\r\n"),
        (b"Acme\r\n", b"Acme\x00\r\n"),
        (b"Acme\r\n", "Acm\N{LATIN SMALL LETTER E WITH ACUTE}\r\n".encode()),
        (b"Acme\r\n", b"Acme" + b"e" * 995 + b"\r\n"),
    ],
)
def test_a_mail_that_says_something_else_is_seen_through(old: bytes, new: bytes) -> None:
    meant, content = written()
    assert difference(content, meant) is None
    assert old in content
    wrong = difference(content.replace(old, new, 1), meant)
    assert wrong is not None
    assert "ada" not in wrong.lower()


@pytest.mark.parametrize(
    "language", ["en\r\nBcc: eve@evil.example", "\r\n\r\nbody", "d\xe9", "\ud800"]
)
def test_what_only_machines_read_is_checked_as_well(language: str) -> None:
    meant, content = written(language=language)
    assert difference(content, meant) is not None


def test_no_half_of_a_mail_passes_for_the_whole() -> None:
    meant, content = written()
    assert [end for end in range(len(content)) if difference(content[:end], meant) is None] == []
