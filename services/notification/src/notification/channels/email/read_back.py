"""The check of a mail as written: its bytes, read as its reader will read them, say what was meant.

Whatever is wrong with how a mail is written, here or in a library, stops that one mail. What reads it
had no part in writing it.
"""

import re
from collections.abc import Iterator, Sequence
from email.errors import MessageError
from email.header import decode_header
from email.utils import getaddresses

from notification.channels.email.bodies import File, Form, Picture
from notification.channels.email.mail import Mail, Mailbox
from notification.channels.email.read_parts import ReadPart, read_part
from notification.templates.domain.untrusted import lines, one_line

_SEVEN_BIT_LINES = re.compile(rb"(?:[ -~]{0,998}\r\n)+")
_FOLD = re.compile(r"\r\n(?=[ \t])")


def difference(content: bytes, meant: Mail) -> str | None:
    """What a reader would not see as it was meant, ``None`` if all is well; names no person."""
    if not _SEVEN_BIT_LINES.fullmatch(_in_ascii(content, meant)):
        return "the form of its lines"
    try:
        return next(_differences(read_part(content), meant), None)
    except (ValueError, LookupError, MessageError):
        return "what cannot be read at all"


def _in_ascii(content: bytes, meant: Mail) -> bytes:
    """As it would be if its addresses were of ASCII; nothing else in it may be of more."""
    for address in meant.international:
        content = content.replace(address.encode(), b"x" * len(address.encode()))
    return content


def _differences(whole: ReadPart, meant: Mail) -> Iterator[str]:
    read = whole.head
    machine = [*meant.about, *meant.body.headers]
    answers = [] if meant.reply_to is None else [("Reply-To", meant.reply_to)]
    people = [("From", meant.sender), ("To", meant.recipient), *answers]
    names = [*(name for name, _ in people), "Subject", *(name for name, _ in machine)]
    if read.keys() != names:
        yield "the list of its headers"
    yield from (name for name, who in people if _mailboxes(read[name]) != [_shown(who)])
    if _decoded(read["Subject"]) != one_line(meant.subject):
        yield "Subject"
    yield from (name for name, value in machine if _unfolded(read[name]) != value)
    beside = [files for files in (meant.files, meant.pictures) if files]
    yield from _differences_of_parts(whole, meant, beside, alone=True)


def _differences_of_parts(
    read: ReadPart, meant: Mail, beside: Sequence[Sequence[File | Picture]], *, alone: bool
) -> Iterator[str]:
    """The text comes first, then what it shows, then what is attached: each around what comes before."""
    if not beside:
        yield from _differences_of_text(read, meant.forms, alone=alone)
        return
    files = beside[0]
    if len(read.parts) != 1 + len(files):
        yield "the list of its parts"
        return
    yield from _differences_of_parts(read.parts[0], meant, beside[1:], alone=False)
    for part, file in zip(read.parts[1:], files, strict=True):
        if part.parts or part.head.items() != list(file.headers):
            yield "the headers of a file"
        elif part.content != file.content:
            yield "the content of a file"


def _differences_of_text(read: ReadPart, meant: Sequence[Form], *, alone: bool) -> Iterator[str]:
    parts = read.parts or [read]
    if len(parts) != len(meant):
        yield "the list of its parts"
    for part, form in zip(parts, meant, strict=True):
        whole = alone and part is read
        if part.parts or (not whole and part.head.items() != list(form.headers)):
            yield f"the headers of its {form.subtype} part"
        if _text(part, alone=whole) != lines(form.text):
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


def _text(part: ReadPart, *, alone: bool) -> list[str]:
    """The last line end of a whole mail is its own."""
    text = part.content.decode()
    return (text.removesuffix("\r\n") if alone else text).split("\r\n")
