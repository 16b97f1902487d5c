"""The body of a mail: one text in one form or several, of seven bits and short lines.

Quoted-printable all through, so that no text can look like the end of its part: no line begins
with a dash or a dot, and ``=`` never stands before an underscore, as it does in our boundaries.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notification.channels.email import headers
from notification.templates.domain.untrusted import lines

_ROOM = 73
"""Of the 76 there are: two if the first character has to be encoded, one for the soft end."""
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


def several(forms: Sequence[Form], boundary: str) -> str:
    """The forms one after the other, the plainest first."""
    written: list[str] = []
    for form in forms:
        about = "".join(headers.machine(name, value) for name, value in form.headers)
        written.append(f"--{boundary}\r\n{about}\r\n{form.body()}")
    return f"{''.join(written)}--{boundary}--\r\n"


def _quoted_printable(line: str) -> Iterator[str]:
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
