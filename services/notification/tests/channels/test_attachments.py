"""Files that go along with a mail: as they were, behind the words, and checked before it leaves."""

from email import message_from_bytes, policy

import pytest
from pydantic import ValidationError

from notification.channels.email.read_back import difference
from notification.messages.domain.sender import Attachment, Delivery
from recoup_testing.mail_example import CONTENT, DELIVERY, written

PDF = Attachment(
    name="invoice-R-1.pdf", content_type="application/pdf", content=b"%PDF-\r\n--=_forms\r\n." * 99
)
NOTE = Attachment(name="note.txt", content_type="text/plain", content=b"")


def with_files(*files: Attachment, html: bool = True) -> Delivery:
    words = CONTENT.words if html else CONTENT.words.model_copy(update={"html": None})
    content = CONTENT.model_copy(update={"words": words})
    return DELIVERY.model_copy(update={"attachments": files, "content": content})


@pytest.mark.parametrize("html", [True, False])
def test_a_mail_with_files_has_its_words_first_and_each_file_as_it_was(*, html: bool) -> None:
    meant = written(with_files(PDF, NOTE, html=html))
    assert difference(meant.written(), meant) is None
    read = message_from_bytes(meant.written(), policy=policy.default)
    assert read.get_content_type() == "multipart/mixed"
    text = read.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == CONTENT.words.text.splitlines()
    files = [
        (each.get_filename(), each.get_payload(decode=True)) for each in read.iter_attachments()
    ]
    assert files == [(PDF.name, PDF.content), (NOTE.name, NOTE.content)]


def test_the_same_mail_is_the_same_bytes() -> None:
    delivery = with_files(PDF)
    assert written(delivery).written() == written(delivery).written()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"JVBER", b"JVBES"),
        (b"invoice-R-1.pdf", b"invoice-R-2.pdf"),
        (b"Content-Disposition: attachment", b"Content-Disposition: inline"),
        (b"--=_files--", b"--=_files"),
        (b"--=_files--\r\n", b"--=_files--\r\nmore\r\n"),
    ],
)
def test_a_file_that_would_be_read_otherwise_stops_its_mail(old: bytes, new: bytes) -> None:
    meant = written(with_files(PDF))
    content = meant.written()
    assert old in content
    assert difference(content.replace(old, new), meant) is not None


@pytest.mark.parametrize("name", ['a".pdf', "../a.pdf", ".a", "ä.pdf", "a\r\nB: c", "", "a" * 101])
def test_a_file_has_a_name_that_every_mail_program_writes_alike(name: str) -> None:
    with pytest.raises(ValidationError):
        Attachment(name=name, content_type="application/pdf", content=b"%PDF-")
