"""What a mail is that came in, however broken: told apart, tied to its message, never believed too much."""

from hashlib import sha256
from random import Random

import pytest

from notification.inbound_mails.domain.incoming import IncomingMail, MailKind, read
from notification.inbound_mails.domain.written import written
from notification.messages.domain.marks import Marked, Marks
from recoup_events.kernel.ids import MessageId, TenantId, derived
from recoup_events.notification import ReturnKind
from recoup_testing.inbound_mail_example import bounce, complaint, reply
from recoup_testing.mail_example import MARKS

ACME = TenantId("acme")
MARKED = Marked(tenant=ACME, message_id=MessageId(derived("msg", ACME, "R-1")))
PATH = f"{MARKS.return_path(MARKED)}@bounces.acme.example"
ID = f"<{MARKS.message_id(MARKED)}@acme.example>"


def taken(content: bytes, tenant: TenantId = ACME) -> IncomingMail:
    return read(content, tenant, MARKS)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        ("5.1.1", "550 no such user", ReturnKind.NOBODY),
        ("5.1.10", "550 null MX", ReturnKind.NOBODY),
        ("5.2.1", "550 account disabled", ReturnKind.MAILBOX_CLOSED),
        ("5.2.2", "552 over quota", ReturnKind.MAILBOX_FULL),
        ("4.2.2", "452 over quota", ReturnKind.MAILBOX_FULL),
        ("5.7.1", "550 refused by policy", ReturnKind.BLOCKED),
        ("5.4.7", "delivery time expired", ReturnKind.UNREACHABLE),
        ("5.0.0", "550 5.1.1 <ada@example.com> unknown", ReturnKind.NOBODY),
        ("5.3.4", "552 too big", ReturnKind.OTHER),
        ("", "550 sorry", ReturnKind.OTHER),
    ],
)
def test_a_bounce_says_which_message_came_back_and_why(
    status: str, said: str, kind: ReturnKind
) -> None:
    mail = taken(bounce(PATH, status, said))
    assert (mail.kind, mail.marked) == (MailKind.BOUNCE, MARKED)
    assert mail.returned is not None
    assert mail.returned.kind is kind


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("delayed", MailKind.DELAY),
        ("relayed", MailKind.DELAY),
        ("expanded", MailKind.DELAY),
        ("delivered", MailKind.DELIVERY),
        ("Failed (permanently)", MailKind.BOUNCE),
    ],
)
def test_other_actions_are_no_bounces(action: str, kind: MailKind) -> None:
    assert taken(bounce(PATH, "2.0.0", "ok", action)).kind is kind


def test_a_server_that_writes_a_letter_is_understood_by_its_codes() -> None:
    letter = f"Return-Path: <>\r\nFrom: postmaster@old.example\r\nTo: {PATH}\r\n\r\n<ada@example.com>:\r\n550 5.1.1 unknown\r\n"
    mail = taken(letter.encode())
    assert mail.kind is MailKind.BOUNCE
    assert mail.returned is not None
    assert mail.returned.kind is ReturnKind.NOBODY


def test_a_bounce_to_the_senders_address_is_known_by_the_mail_it_returns() -> None:
    returned = bounce("receivables@acme.example").replace(
        b"--B--",
        f"--B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {ID}\r\nSubject: x\r\n\r\n--B--".encode(),
    )
    assert taken(returned).marked == MARKED


def test_a_forged_return_path_or_another_tenants_is_nobodys() -> None:
    other = Marks("of another deployment than this").return_path(MARKED)
    assert taken(bounce(f"{other}@bounces.acme.example")).marked is None
    assert taken(bounce(PATH), TenantId("rival")).marked is None


def test_a_complaint_is_known_by_the_headers_it_returns() -> None:
    mail = taken(complaint(ID))
    assert (mail.kind, mail.feedback, mail.marked) == (MailKind.COMPLAINT, "abuse", MARKED)


def test_a_reply_is_tied_to_what_it_answers() -> None:
    for headers in ({"answers": ID}, {"References": f"<a@b> {ID} <c@d>"}):
        mail = taken(reply("Thanks.", **headers).as_bytes())
        assert (mail.kind, mail.marked, mail.text) == (MailKind.REPLY, MARKED, "Thanks.")
        assert mail.sender == "ada@example.com"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "Auto-Generated; x=y"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
    ],
)
def test_a_machine_that_answers_says_so(headers: dict[str, str]) -> None:
    assert taken(reply("Away.", answers=ID, **headers).as_bytes()).kind is MailKind.AUTOMATIC
    person = reply("Here.", answers=ID, Auto_Submitted="no")
    assert taken(person.as_bytes()).kind is MailKind.REPLY


def test_what_is_attached_is_named_by_its_digest() -> None:
    mail = reply("See the slip.", answers=ID)
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="slip.pdf")
    [file] = taken(mail.as_bytes()).files
    assert (file.name, file.content_type, file.size) == ("slip.pdf", "application/pdf", 5)
    assert file.digest == sha256(b"%PDF-").hexdigest()


def test_html_alone_is_read_without_its_tags() -> None:
    mail = reply("", answers=ID)
    mail.set_content("<style>p{}</style><p>We paid.</p><p>Ada &amp; Co</p>", subtype="html")
    assert taken(mail.as_bytes()).text == "We paid.\nAda & Co"


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 5 Jan 2026 at 09:00, Acme <ar@acme.example> wrote:\n> Please pay",
        "On Mon, 5 Jan 2026 at 09:00, Acme Receivables Department of Collections\n<ar@acme.example> wrote:\n> x",
        "Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb Acme <ar@acme.example>:\n> Bitte",
        "Le lun. 5 janv. 2026 à 09:00, Acme <ar@acme.example> a écrit :\n> x",
        "El lun, 5 ene 2026 a las 9:00, Acme (<ar@acme.example>) escribió:\n> x",
        "Il giorno lun 5 gen 2026 alle ore 09:00 Acme <ar@acme.example> ha scritto:\n> x",
        "Op ma 5 jan 2026 om 09:00 schreef Acme <ar@acme.example>:\n> x",
        "-----Original Message-----\nFrom: Acme",
        "-----Ursprüngliche Nachricht-----\nVon: Acme",
        "________________________________\nFrom: Acme",
        "From: Acme <ar@acme.example>\nSent: Monday",
        "Von: Acme <ar@acme.example>\nGesendet: Montag",
        "> Please pay",
        "-- \nAda Byron\nPhone +49",
    ],
)
def test_what_is_quoted_is_cut_off(quoted: str) -> None:
    assert written(f"We will look into it.\n\n{quoted}\n") == "We will look into it."


def test_answers_between_the_quoted_lines_are_kept() -> None:
    assert written("> Please pay\nWhy?\n> soon\n") == "Why?"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"To: " + b"<" * 100_000,
        b"Subject: =?utf-8?b?" + b"A" * 5_000 + b"?=\r\n\r\n",
        b"Subject: =?no-such-charset?q?x?=\r\n\r\nx",
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\xff",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n' + b"--B\r\n\r\nx\r\n" * 5_000,
        b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n'
        + b'--B\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n' * 200,
        b"Content-Type: message/delivery-status\r\n\r\n\xff: \xff",
        b"Content-Disposition: attachment; filename*=utf-8''%FF%FE\r\nContent-Type: x/y\r\n\r\n",
        b"From: " + b"a@b," * 20_000 + b"\r\n\r\n",
        b"X" * 500_000,
        b"\r\n\r\n" + b"On " + b"a" * 300_000 + b"\r\n" + b"-" * 300_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_hostile_mails_are_nobodys_and_break_nothing(content: bytes) -> None:
    mail = taken(content)
    assert mail.marked is None
    assert len(mail.text) <= 10_000


def test_damaged_bounces_break_nothing_and_keep_to_their_message() -> None:
    """Bytes are dropped, doubled and turned at random places, as no server would."""
    random, whole = Random(1), bounce(PATH)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            at = random.randrange(len(damaged))
            damaged[at : at + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
        assert taken(bytes(damaged)).marked in (MARKED, None)
