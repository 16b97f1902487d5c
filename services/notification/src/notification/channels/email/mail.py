"""A letter as an email: one text in two forms, with files, marked as written by a machine."""

from collections.abc import Sequence
from email.utils import format_datetime
from typing import NamedTuple

from notification.channels.email import headers
from notification.channels.email.bodies import File, Form, Part, Picture, body_of
from notification.channels.email.payment_picture import picture_of
from notification.messages.domain.marks import Marked, Marks
from notification.messages.domain.sender import Delivery
from notification.templates.domain.words import LOGO, PAYMENT_CODE, Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.addresses import email_address
from recoup_events.kernel.event import Value


class MailOrigin(Value):
    """Where this deployment's mail comes from, whoever's name is on it."""

    address: str
    domains: tuple[str, ...] = ()
    """Those the relay may send for; a creditor's own address in one of them is used."""
    opt_out_url: str | None = None
    """Where links lead by which a reader stops the mails; ``/`` and a token is added."""
    return_host: str | None = None
    """Before the sender's domain: where mails come back to that could not be delivered."""

    @property
    def domain(self) -> str:
        return domain_of(self.address)

    def mailbox(self, sender: SenderIdentity) -> "Mailbox":
        """A creditor's name, at its own address where the relay may send for it."""
        if sender.email is not None:
            address = email_address(sender.email).wire
            if domain_of(address) in self.domains:
                return Mailbox(sender.name, address)
        return Mailbox(sender.name, self.address)

    def return_path(self, sender: "Mailbox", delivery: Delivery, marks: Marks) -> str:
        """The envelope's sender: an address of this mail alone, where answers to it can be read."""
        marked = marked_of(delivery)
        local = None if marked is None else marks.return_path(marked)
        if local is None or self.return_host is None:
            return self.address
        return f"{local}@{self.return_host}.{domain_of(sender.address)}"


class Mailbox(NamedTuple):
    display: str
    address: str
    """As it goes over the wire."""


class Mail(NamedTuple):
    """What its reader is to see, and where it comes back to."""

    return_path: str
    sender: Mailbox
    recipient: Mailbox
    reply_to: Mailbox | None
    """Whoever is to get the answers, if not the sender."""
    subject: str
    forms: Sequence[Form]
    pictures: Sequence[Picture]
    files: Sequence[File]
    about: Sequence[tuple[str, str]]
    """What machines read of it."""

    @property
    def international(self) -> Sequence[str]:
        """The addresses that only SMTPUTF8 can carry."""
        boxes = (self.sender, self.recipient, self.reply_to)
        return [box.address for box in boxes if box and not box.address.isascii()]

    @property
    def body(self) -> Part:
        return body_of(self.forms, self.pictures, self.files)

    def written(self) -> bytes:
        """As it goes over the wire; the same for every attempt but for its date."""
        body = self.body
        head = [
            headers.mailbox("From", *self.sender),
            headers.mailbox("To", *self.recipient),
            *([] if self.reply_to is None else [headers.mailbox("Reply-To", *self.reply_to)]),
            headers.text("Subject", self.subject),
            *(headers.machine(name, value) for name, value in (*self.about, *body.headers)),
        ]
        return f"{''.join(head)}\r\n{body.body()}".encode(errors="replace")


def mail(delivery: Delivery, origin: MailOrigin, marks: Marks) -> Mail:
    """The letter of a posting; ``InvalidAddress`` if mail cannot go where it is meant to go."""
    content = delivery.content
    forms = [Form("plain", content.words.text)]
    if content.words.html is not None:
        forms.append(Form("html", content.words.html))
    sender = origin.mailbox(content.sender)
    return Mail(
        return_path=origin.return_path(sender, delivery, marks),
        sender=sender,
        recipient=Mailbox(content.recipient, email_address(content.address).wire),
        reply_to=_reply_to(content.sender),
        subject=content.words.subject,
        forms=forms,
        pictures=_pictures(content.words, delivery.logo),
        files=[File(each.name, each.content_type, each.content) for each in delivery.attachments],
        about=_about(delivery, origin, marks),
    )


def _pictures(words: Words, logo: bytes | None) -> Sequence[Picture]:
    if words.html is None:
        return []
    pictures: list[Picture] = []
    if words.logo is not None and logo is not None:
        pictures.append(Picture(LOGO, logo, words.logo.content_type))
    if words.payment_code is not None:
        pictures.append(Picture(PAYMENT_CODE, picture_of(words.payment_code)))
    return pictures


def _reply_to(sender: SenderIdentity) -> Mailbox | None:
    if sender.reply_to is None:
        return None
    return Mailbox(sender.name, email_address(sender.reply_to).wire)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def marked_of(delivery: Delivery) -> Marked | None:
    """What its answers name; ``None`` where they are not asked for."""
    if delivery.thread is None:
        return None
    return Marked(tenant=delivery.thread.tenant, message_id=delivery.message_id)


def _about(delivery: Delivery, origin: MailOrigin, marks: Marks) -> Sequence[tuple[str, str]]:
    marked = marked_of(delivery)
    local = delivery.message_id if marked is None else marks.message_id(marked)
    return [
        ("Message-ID", f"<{local}@{origin.domain}>"),
        *_threading(delivery, origin),
        ("Date", format_datetime(delivery.at)),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", delivery.content.words.language),
        ("MIME-Version", "1.0"),
        *_leaving(marked, origin, marks),
    ]


def _threading(delivery: Delivery, origin: MailOrigin) -> Sequence[tuple[str, str]]:
    """One conversation for all that a creditor writes to a customer, whatever the subjects are."""
    if delivery.thread is None:
        return []
    root = f"<{delivery.thread.root}@{origin.domain}>"
    return [("In-Reply-To", root), ("References", root)]


def _leaving(marked: Marked | None, origin: MailOrigin, marks: Marks) -> Sequence[tuple[str, str]]:
    """RFC 8058: a mail program asks its reader, and then needs no page of ours."""
    if marked is None or origin.opt_out_url is None:
        return []
    link = f"{origin.opt_out_url}/{marks.opt_out(marked)}"
    return [
        ("List-Unsubscribe", f"<{link}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
