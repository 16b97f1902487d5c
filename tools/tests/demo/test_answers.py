"""What the demo hands in is what servers and people send, and notification reads it as such."""

from email.message import EmailMessage
from pathlib import Path

from notification.inbound_mails.domain.incoming import MailKind, read
from notification.inbound_mails.domain.sentences import meaning_of_sentences
from notification.messages.domain.marks import Marked
from recoup_cli.demo.answers import bounce_of, latest, reply_to
from recoup_events.kernel.ids import MessageId, TenantId, derived
from recoup_events.notification import ReplyMeaning, ReturnKind
from recoup_testing.mail_example import MARKS

DEMO = TenantId("demo")
MARKED = Marked(tenant=DEMO, message_id=MessageId(derived("msg", "1")))


def sent() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Bolts <ar@bolts.example>", "Ada Byron <ada@customer.example>"
    mail["Subject"] = "Invoice R-1 is overdue"
    mail["Message-ID"] = f"<{MARKS.message_id(MARKED)}@recoup.example>"
    mail.set_content("Please pay.")
    return mail


def test_the_bounce_and_the_reply_find_the_mails_they_answer(tmp_path: Path) -> None:
    for name in ("000001.eml", "000002.eml", "000003.eml"):
        (tmp_path / name).write_bytes(sent().as_bytes())
    first, second = latest(tmp_path)
    bounce = read(bounce_of(first), DEMO, MARKS)
    assert (bounce.kind, bounce.marked) == (MailKind.BOUNCE, MARKED)
    assert bounce.returned is not None
    assert bounce.returned.kind is ReturnKind.NOBODY
    reply = read(reply_to(second), DEMO, MARKS)
    assert (reply.kind, reply.marked, reply.sender) == (
        MailKind.REPLY,
        MARKED,
        "ada@customer.example",
    )
    assert meaning_of_sentences(reply.text) is ReplyMeaning.NOT_RECEIVED
