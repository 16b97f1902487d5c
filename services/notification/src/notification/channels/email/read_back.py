"""The check of a mail as written: its bytes, read as its reader will read them, say what was meant.

Whatever is wrong with how a mail is written, here or in a library, stops that one mail. It is
read by the standard library, which had no part in writing it.
"""

import re
from collections.abc import Iterator, Sequence
from email import message_from_string
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from notification.channels.email.bodies import Form
from notification.channels.email.mail import Mail, Mailbox
from notification.templates.domain.untrusted import lines, one_line

_SEVEN_BIT_LINES = re.compile(rb"(?:[ -~]{0,998}\r\n)+")
_FOLD = re.compile(r"\r\n(?=[ \t])")


def difference(content: bytes, meant: Mail) -> str | None:
    """What a reader would not see as it was meant, ``None`` if all is well; names no person."""
    if not _SEVEN_BIT_LINES.fullmatch(_in_ascii(content, meant)):
        return "the form of its lines"
    try:
        return next(_differences(message_from_string(content.decode()), meant), None)
    except (ValueError, LookupError, MessageError):
        return "what cannot be read at all"


def _in_ascii(content: bytes, meant: Mail) -> bytes:
    """As it would be if its addresses were of ASCII; nothing else in it may be of more."""
    for address in meant.international:
        content = content.replace(address.encode(), b"x" * len(address.encode()))
    return content


def _differences(read: Message, meant: Mail) -> Iterator[str]:
    machine = [*meant.about, *meant.content]
    answers = [] if meant.reply_to is None else [("Reply-To", meant.reply_to)]
    people = [("From", meant.sender), ("To", meant.recipient), *answers]
    names = [*(name for name, _ in people), "Subject", *(name for name, _ in machine)]
    if read.keys() != names:
        yield "the list of its headers"
    yield from (name for name, who in people if _mailboxes(read[name]) != [_shown(who)])
    if _decoded(read["Subject"]) != one_line(meant.subject):
        yield "Subject"
    yield from (name for name, value in machine if _unfolded(read[name]) != value)
    yield from _differences_of_body(read, meant.forms)


def _differences_of_body(read: Message, meant: Sequence[Form]) -> Iterator[str]:
    parts = list(read.walk())
    if read.is_multipart() and (parts.pop(0).preamble or read.epilogue):
        yield "what stands outside its parts"
    if len(parts) != len(meant) or any(part.defects for part in (read, *parts)):
        yield "the list of its parts"
    for part, form in zip(parts, meant, strict=True):
        if part is not read and part.items() != list(form.headers):
            yield f"the headers of its {form.subtype} part"
        if _text(part, alone=part is read) != lines(form.text):
            yield f"the text of its {form.subtype} part"


def _shown(meant: Mailbox) -> tuple[str, str]:
    return one_line(meant.display), meant.address


def _mailboxes(header: str) -> Sequence[tuple[str, str]]:
    return [(_decoded(name), address) for name, address in getaddresses([_unfolded(header)])]


def _decoded(header: str) -> str:
    parts = decode_header(_unfolded(header))
    return "".join(
        part if isinstance(part, str) else part.decode(charset or "ascii")
        for part, charset in parts
    )


def _unfolded(header: str) -> str:
    return _FOLD.sub("", header)


def _text(part: Message, *, alone: bool) -> list[str]:
    """The line end before a boundary is the boundary's; the last one of a whole mail is its own."""
    content = part.get_payload(decode=True)
    text = content.decode() if isinstance(content, bytes) else ""
    return (text.removesuffix("\r\n") if alone else text).split("\r\n")
