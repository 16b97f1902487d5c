"""A letter as an email: one text in two forms, marked as written by a machine."""

from collections.abc import Sequence
from email.utils import format_datetime
from typing import NamedTuple

from pydantic import HttpUrl

from notification.channels.email import bodies, headers
from notification.channels.email.bodies import Form
from notification.messages.domain.sender import Delivery
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.addresses import email_address
from recoup_events.kernel.event import Value


class MailOrigin(Value):
    """Where this deployment's mail comes from, whoever's name is on it."""

    address: str
    domains: tuple[str, ...] = ()
    """Those the relay may send for; a creditor's own address in one of them is used."""
    opt_out_url: HttpUrl | None = None
    """Where a reader can stop the channel with one click, if there is such a page."""

    @property
    def domain(self) -> str:
        return _domain(self.address)

    def mailbox(self, sender: SenderIdentity) -> "Mailbox":
        """A creditor's name, at its own address where the relay may send for it."""
        if sender.email is not None:
            address = email_address(sender.email).wire
            if _domain(address) in self.domains:
                return Mailbox(sender.name, address)
        return Mailbox(sender.name, self.address)


class Mailbox(NamedTuple):
    display: str
    address: str
    """As it goes over the wire."""


class Mail(NamedTuple):
    """What its reader is to see."""

    sender: Mailbox
    recipient: Mailbox
    reply_to: Mailbox | None
    """Whoever is to get the answers, if not the sender."""
    subject: str
    forms: Sequence[Form]
    boundary: str
    """Between the forms, if there are several."""
    about: Sequence[tuple[str, str]]
    """What machines read of it."""

    @property
    def international(self) -> Sequence[str]:
        """The addresses that only SMTPUTF8 can carry."""
        boxes = (self.sender, self.recipient, self.reply_to)
        return [box.address for box in boxes if box and not box.address.isascii()]

    @property
    def content(self) -> Sequence[tuple[str, str]]:
        """The headers that say how to read the body."""
        if len(self.forms) == 1:
            return self.forms[0].headers
        return [("Content-Type", f'multipart/alternative; boundary="{self.boundary}"')]

    def written(self) -> bytes:
        """As it goes over the wire; the same for every attempt but for its date."""
        head = [
            headers.mailbox("From", *self.sender),
            headers.mailbox("To", *self.recipient),
            *([] if self.reply_to is None else [headers.mailbox("Reply-To", *self.reply_to)]),
            headers.text("Subject", self.subject),
            *(headers.machine(name, value) for name, value in (*self.about, *self.content)),
        ]
        body = (
            self.forms[0].body()
            if len(self.forms) == 1
            else bodies.several(self.forms, self.boundary)
        )
        return f"{''.join(head)}\r\n{body}".encode(errors="replace")


def mail(delivery: Delivery, origin: MailOrigin) -> Mail:
    """The letter of a posting; ``InvalidAddress`` if mail cannot go where it is meant to go."""
    content = delivery.content
    forms = [Form("plain", content.words.text)]
    if content.words.html is not None:
        forms.append(Form("html", content.words.html))
    return Mail(
        sender=origin.mailbox(content.sender),
        recipient=Mailbox(content.recipient, email_address(content.address).wire),
        reply_to=_reply_to(content.sender),
        subject=content.words.subject,
        forms=forms,
        boundary=f"=_{delivery.message_id}",  # else one of chance
        about=_about(delivery, origin),
    )


def _reply_to(sender: SenderIdentity) -> Mailbox | None:
    if sender.reply_to is None:
        return None
    return Mailbox(sender.name, email_address(sender.reply_to).wire)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _about(delivery: Delivery, origin: MailOrigin) -> Sequence[tuple[str, str]]:
    about = [
        ("Message-ID", f"<{delivery.message_id}@{origin.domain}>"),
        ("Date", format_datetime(delivery.at)),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", delivery.content.words.language),
        ("MIME-Version", "1.0"),
    ]
    if origin.opt_out_url is not None:
        page = str(origin.opt_out_url)
        query = "&" if "?" in page else "?"
        about.append(("List-Unsubscribe", f"<{page}{query}message={delivery.message_id}>"))
    return about
