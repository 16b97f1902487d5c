"""A mail as written, taken apart as a reader would: heads by the standard library, bodies at their boundaries.

The standard library's reader of bodies goes line by line and takes as long as all the rest of a mail.
"""

import binascii
from collections.abc import Sequence
from email.errors import MessageError
from email.message import Message
from email.parser import HeaderParser
from typing import NamedTuple

_HEADS = HeaderParser()
_MULTIPART = "multipart"


class Unreadable(MessageError):
    """No reader would find its parts."""


class ReadPart(NamedTuple):
    head: Message
    body: bytes
    parts: Sequence["ReadPart"] = ()
    """Of a part that has some."""

    @property
    def content(self) -> bytes:
        """Decoded; raises ``ValueError`` where that cannot be done without a guess."""
        match self.head["Content-Transfer-Encoding"]:
            case "quoted-printable":
                return binascii.a2b_qp(self.body)
            case "base64":
                return binascii.a2b_base64(self.body)
            case other:
                raise Unreadable(f"what is encoded as {other}")


def read_part(content: bytes) -> ReadPart:
    """Raises ``Unreadable`` for defects of its form, and for anything outside its parts."""
    head, gap, body = content.partition(b"\r\n\r\n")
    if not gap and head.endswith(
        b"\r\n"
    ):  # an empty part: its blank line ends where the boundary begins
        head, gap = head.removesuffix(b"\r\n"), b"\r\n"
    read = _HEADS.parsestr(f"{head.decode()}\r\n\r\n")
    if not gap or read.defects:
        raise Unreadable("its head")
    if read.get_content_maintype() != _MULTIPART:
        return ReadPart(read, body)
    boundary = read.get_boundary()
    if not boundary:
        raise Unreadable("its boundary")
    return ReadPart(read, body, [read_part(each) for each in _between(body, boundary.encode())])


def _between(body: bytes, boundary: bytes) -> Sequence[bytes]:
    """The line end before a boundary is the boundary's."""
    before, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if before or not parts or parts[-1] not in (b"--", b"--\r\n"):
        raise Unreadable("what stands outside its parts")
    if not all(part.startswith(b"\r\n") for part in parts[:-1]):
        raise Unreadable("its boundaries")
    return [part.removeprefix(b"\r\n") for part in parts[:-1]]
