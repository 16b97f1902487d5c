"""A mail taken apart by the letter of RFC 5322, 2045 and 2047; what they do not allow is an error.

Ours, so that mails are judged by something that shares no code with what wrote them, nor with the
standard library, which forgives a great deal.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from typing import NamedTuple

_LINES = re.compile(rb"(?:[\x20-\x7e\x80-\xff]{0,998}\r\n)+")
_HEADER = re.compile(r"(?P<name>[!-9;-~]+): ?(?P<value>.*)", re.DOTALL)
_ENCODED = re.compile(r"=\?utf-8\?(?:b\?(?P<b>[A-Za-z0-9+/]+={0,2})|q\?(?P<q>[!->@-~]+))\?=")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_DOT_ATOM = rf"{_ATOM}(?:\.{_ATOM})*"
_PHRASE = rf"{_ATOM}(?: {_ATOM})*"
_MAILBOX = re.compile(
    rf"(?:(?P<name>{_PHRASE}) <(?P<in>{_DOT_ATOM}@{_DOT_ATOM})>|(?P<alone>{_DOT_ATOM}@{_DOT_ATOM}))"
)
_BOUNDARY = re.compile(r'multipart/alternative; boundary="(?P<boundary>[!-~]{1,70})"')
_ESCAPE = re.compile(r"=([0-9A-F]{2})")
_WIDTH = 78
_ENCODED_WIDTH = 75


class NotStrict(AssertionError):
    """The mail is not what the standards call one."""


class Mailbox(NamedTuple):
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class StrictMail:
    headers: dict[str, str]
    """By name and unfolded; each may stand once."""
    parts: list[tuple[str, str]]
    """The content type of each, and its text."""

    def words(self, name: str) -> str:
        """A header that people read."""
        return _decoded(self.headers[name])

    def mailbox(self, name: str) -> Mailbox:
        """A header with one address."""
        found = _MAILBOX.fullmatch(self.headers[name])
        if found is None:
            raise NotStrict(f"{name} does not hold one mailbox")
        return Mailbox(_decoded(found["name"] or ""), found["in"] or found["alone"])


def read(content: bytes) -> StrictMail:
    if not _LINES.fullmatch(content):
        raise NotStrict("a line holds more than 998 characters, or others than printable ones")
    head, empty, body = content.decode().partition("\r\n\r\n")
    if not body.isascii():
        raise NotStrict("the body is not of ASCII")
    if not empty:
        raise NotStrict("no empty line ends the headers")
    headers = _headers(head)
    found = _BOUNDARY.fullmatch(headers["Content-Type"])
    if found is None:
        return StrictMail(headers, [_part(headers, body.removesuffix("\r\n"))])
    return StrictMail(headers, _parts(body, found["boundary"]))


def _headers(head: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for field in re.split(r"\r\n(?! )", head):
        found = _HEADER.fullmatch(field)
        if found is None or found["name"] in headers:
            raise NotStrict("a header has no name, or one that another has")
        if found["name"] != "To" and not field.isascii():
            raise NotStrict("another header than the reader's address is not of ASCII")
        lines = field.split("\r\n")
        if not all(line.strip() for line in lines):
            raise NotStrict("a folded header holds an empty line")
        if any(len(line) > _WIDTH and len(line.split()) > 2 for line in lines):
            raise NotStrict("a line could have been folded and was not")
        headers[found["name"]] = found["value"].replace("\r\n", "")
    return headers


def _decoded(value: str) -> str:
    """All words as they are, or all of them encoded."""
    words = value.split(" ")
    if "=?" not in value:
        return value
    read = []
    for word in words:
        found = _ENCODED.fullmatch(word)
        if found is None or len(word) > _ENCODED_WIDTH:
            raise NotStrict("what looks like an encoded word is none")
        read.append(b64decode(found["b"], validate=True) if found["b"] else _unquoted(found["q"]))
    return "".join(each.decode() for each in read)  # each by itself: none may cut a character


def _unquoted(text: str) -> bytes:
    plain = text.replace("_", " ")
    if plain.count("=") != len(_ESCAPE.findall(plain)):
        raise NotStrict("an equals sign stands before no two digits")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), plain).encode("latin-1")


def _parts(body: str, boundary: str) -> list[tuple[str, str]]:
    before, *parts, after = f"\r\n{body}".split(f"\r\n--{boundary}")
    if before or after != "--\r\n" or not all(part.startswith("\r\n") for part in parts):
        raise NotStrict("something stands outside the parts, or a boundary has something behind it")
    read = []
    for part in parts:
        head, _, text = part.removeprefix("\r\n").partition("\r\n\r\n")
        read.append(_part(_headers(head), text))
    return read


def _part(headers: dict[str, str], text: str) -> tuple[str, str]:
    if headers["Content-Transfer-Encoding"] != "quoted-printable":
        raise NotStrict("a part is not quoted-printable")
    lines = text.split("\r\n")
    if any(len(line) > 76 or line.endswith(" ") for line in lines):
        raise NotStrict("a line is too long, or ends in a space that may be lost on the way")
    if any(line.startswith((".", "-", "From ")) for line in lines):
        raise NotStrict("a line begins like a boundary, an end or a next mail")
    joined = text.replace("=\r\n", "")
    return headers["Content-Type"], _unquoted(joined.replace("_", "=5F")).decode()
