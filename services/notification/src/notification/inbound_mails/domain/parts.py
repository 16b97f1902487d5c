"""The parts of a mail that somebody sent: however broken it is, it has some, and none raises."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256
from html import unescape
from typing import NamedTuple

_MOST_PARTS = 100
_LONGEST_HEADER = 10_000
LONGEST_TEXT = 100_000
_TAGS = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)


class File(NamedTuple):
    name: str
    content_type: str
    size: int
    digest: str
    """SHA-256."""


def parsed(content: bytes) -> Message:
    """By the standard library, which records defects and goes on."""
    return message_from_bytes(content)


def header(message: Message, name: str) -> str:
    """Decoded and on one line; empty if there is none."""
    return readable(_raw(message, name))


def readable(value: str) -> str:
    try:
        parts = [_decoded(part, charset) for part, charset in decode_header(value)]
    except (HeaderParseError, ValueError, LookupError):
        parts = [value]
    return " ".join("".join(parts).split())


def addresses(message: Message, *names: str) -> Sequence[str]:
    """Of all headers of these names, in their order."""
    values = [str(value)[:_LONGEST_HEADER] for name in names for value in message.get_all(name, [])]
    try:
        return [address for _, address in getaddresses(values) if "@" in address]
    except (ValueError, HeaderParseError, IndexError):
        return []


def parts_of(message: Message) -> Iterator[Message]:
    """Those that are no containers, outside of mails inside this one."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting = [each for each in inner if isinstance(each, Message)] + waiting
        else:
            yield part


def text_of(message: Message) -> str:
    """What its sender wrote: plain if there is such a form, else what is left of the HTML."""
    forms: dict[str, str] = {}
    for part in parts_of(message):
        subtype = part.get_content_subtype()
        if part.get_content_maintype() == "text" and not _attached(part):
            forms.setdefault(subtype, content(part))
    if "plain" in forms:
        return forms["plain"]
    html = _TAGS.sub("", _BREAKS.sub("\n", forms.get("html", "")))
    return unescape(html)


def files_of(message: Message) -> Sequence[File]:
    """What is attached, by its digest; the content itself stays where the mail is."""
    return [_file(part) for part in parts_of(message) if _attached(part)]


def content(part: Message) -> str:
    """Decoded as it says, or as well as it goes."""
    data = octets(part)[:LONGEST_TEXT]
    charset = part.get_param("charset") or "utf-8"
    return _decoded(data, charset if isinstance(charset, str) else "utf-8").replace("\r\n", "\n")


def octets(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _raw(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else str(value)[:_LONGEST_HEADER]


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return part.decode("latin-1")


def _attached(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    if disposition.startswith("attachment"):
        return True
    return part.get_content_maintype() not in ("text", "message") and not disposition.startswith(
        "inline"
    )


def _file(part: Message) -> File:
    try:
        name = readable(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        name = ""
    data = octets(part)
    digest = sha256(data).hexdigest()
    return File(name[:200], part.get_content_type()[:100], len(data), digest)
