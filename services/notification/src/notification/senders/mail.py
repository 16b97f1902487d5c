"""A letter as an email: one text in two forms, marked as written by a machine."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pydantic import HttpUrl

from notification.senders.posting import Posting
from recoup_events.base import Value

_SEVEN_BIT = SMTP.clone(cte_type="7bit")
"""Understood by every relay on the way."""


class Writer(Value):
    """In whose name mail goes out."""

    name: str
    address: str
    opt_out_url: HttpUrl | None = None
    """Where a reader can stop the channel with one click, if there is such a page."""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def mail(posting: Posting, writer: Writer) -> bytes:
    """The message as it goes over the wire; the same for every attempt but for its date."""
    letter = posting.letter
    message = EmailMessage(policy=_SEVEN_BIT)
    message["Message-ID"] = f"<{posting.message_id}@{writer.domain}>"
    message["Date"] = format_datetime(posting.at)
    message["From"] = Address(writer.name, addr_spec=writer.address)
    message["To"] = Address(" ".join(letter.recipient.split()), addr_spec=letter.address)
    message["Subject"] = letter.words.subject
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.words.language
    message.set_content(letter.words.text)
    if letter.words.html is not None:
        message.add_alternative(letter.words.html, subtype="html")
        message.set_boundary(f"forms-of-{posting.message_id}")  # else one of chance
    return _unsubscribe(posting, writer) + message.as_bytes()


def _unsubscribe(posting: Posting, writer: Writer) -> bytes:
    """Put in by hand: the library folds and encodes long links, and readers then miss them."""
    if writer.opt_out_url is None:
        return b""
    return f"List-Unsubscribe: <{writer.opt_out_url}?message={posting.message_id}>\r\n".encode()
