"""The body of a mail: one text in one form or several, and files, of seven bits and short lines.

Quoted-printable or base64 all through, so that no text can look like the end of its part: no line begins
with a dash or a dot, and ``=`` never stands before an underscore, as it does in our boundaries.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from notification.channels.email import headers
from notification.templates.domain.untrusted import lines

_ROOM = 73
"""Of the 76 there are: two if the first character has to be encoded, one for the soft end."""
_LINE = 76
"""Of base64."""
_UNSAFE = re.compile(r"[^ -<>-~]|[ ]\Z")
_UNSAFE_STARTS = ("-", ".", "From ")
"""The boundary's, SMTP's, and that of mailbox files."""


class Form(NamedTuple):
    """A text in one of its forms."""

    subtype: str
    """Of ``text``."""
    text: str

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        return [
            ("Content-Type", f"text/{self.subtype}; charset=utf-8"),
            ("Content-Transfer-Encoding", "quoted-printable"),
        ]

    def body(self) -> str:
        encoded = [line for each in lines(self.text) for line in _quoted_printable(each)]
        return "\r\n".join([*encoded, ""])


class File(NamedTuple):
    """What is attached."""

    name: str
    content_type: str
    content: bytes

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        return [
            ("Content-Type", self.content_type),
            ("Content-Disposition", f'attachment; filename="{self.name}"'),
            ("Content-Transfer-Encoding", "base64"),
        ]

    def body(self) -> str:
        return _base64(self.content)


class Picture(NamedTuple):
    """What the HTML shows in its place; it is no attachment."""

    name: str
    content: bytes
    content_type: str = "image/png"

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        ending = self.content_type.rpartition("/")[2]
        return [
            ("Content-Type", self.content_type),
            ("Content-ID", f"<{self.name}>"),
            ("Content-Disposition", f'inline; filename="{self.name}.{ending}"'),
            ("Content-Transfer-Encoding", "base64"),
        ]

    def body(self) -> str:
        return _base64(self.content)


class Several(NamedTuple):
    """Parts one after the other: forms, the plainest first, or what is read and what is attached."""

    subtype: str
    """Of ``multipart``."""
    parts: Sequence["Part"]
    boundary: str

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        return [("Content-Type", f'multipart/{self.subtype}; boundary="{self.boundary}"')]

    def body(self) -> str:
        written: list[str] = []
        for part in self.parts:
            about = "".join(headers.machine(name, value) for name, value in part.headers)
            written.append(f"--{self.boundary}\r\n{about}\r\n{part.body()}")
        return f"{''.join(written)}--{self.boundary}--\r\n"


class Part(Protocol):
    """What a mail's body is, or one of several things in it."""

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """That say how to read it."""
        ...

    def body(self) -> str: ...


def body_of(forms: Sequence[Form], pictures: Sequence[Picture], files: Sequence[File]) -> Part:
    """Boundaries are the same in all mails: no part of one can contain them, and none begins as another."""
    text: Part = forms[0] if len(forms) == 1 else Several("alternative", forms, "=_forms")
    if pictures:
        text = Several("related", [text, *pictures], "=_shown")
    return Several("mixed", [text, *files], "=_files") if files else text


def _base64(content: bytes) -> str:
    encoded = b64encode(content).decode()
    lines = (encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))
    return "\r\n".join([*lines, ""])


@lru_cache(4096)
def _quoted_printable(line: str) -> Sequence[str]:
    """Kept, for most lines stand in every mail."""
    return list(_encoded(line))


def _encoded(line: str) -> Iterator[str]:
    if len(line) <= _ROOM and not _UNSAFE.search(line):  # as most are
        yield _started_safely(line)
        return
    letters = line.encode().decode("latin-1")
    encoded = _UNSAFE.sub(lambda unsafe: f"={ord(unsafe[0]):02X}", letters)
    start = 0
    while len(encoded) - start > _ROOM:
        end = start + _ROOM
        space, escape = encoded.rfind(" ", start, end), encoded.rfind("=", end - 2, end)
        if space > start:
            end = space + 1
        elif escape >= 0:
            end = escape
        yield _started_safely(encoded[start:end]) + "="
        start = end
    yield _started_safely(encoded[start:])


def _started_safely(line: str) -> str:
    return f"={ord(line[0]):02X}{line[1:]}" if line.startswith(_UNSAFE_STARTS) else line
