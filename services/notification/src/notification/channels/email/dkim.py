"""DKIM (RFC 6376, 8463): the sending domain signs each mail, so that nobody can write in its name.

Here and not by dkimpy, which computes RSA in Python and takes many times as long for each mail; in the
tests dkimpy verifies what is signed here.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from notification.signing_keys import Keys, SigningKey

_SIGNED = (
    *("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "References", "In-Reply-To"),
    *("Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
)
"""Each is signed once more than it stands there, so that none can be added on the way."""
_SPACES = re.compile(rb"[ \t]+")
_MORE_SPACES = re.compile(rb"[ \t]{2,}|\t")
_ENDS = re.compile(rb" \r\n")
_FOLD = re.compile(rb"\r\n(?=[ \t])")


def signed(content: bytes, domain: str, keys: Keys, at: datetime) -> bytes:
    """The mail with a signature for each key of the domain its sender has, or as it is."""
    head, _, body = content.partition(b"\r\n\r\n")
    fields = [_relaxed(field) for field in re.split(rb"\r\n(?![ \t])", head)]
    digest = b64encode(sha256(_relaxed_body(body)).digest()).decode()
    mine = keys.get(domain, ())
    signatures = [_signature(key, fields, digest, int(at.timestamp())) for key in mine]
    return b"".join([*signatures, content])


def _signature(
    key: SigningKey, fields: Sequence[tuple[bytes, bytes]], digest: str, at: int
) -> bytes:
    found = list(_chosen(fields))
    tags = (
        *("v=1", f"a={key.algorithm}", "c=relaxed/relaxed", f"d={key.domain}"),
        *(f"s={key.selector}", f"t={at}", f"h={':'.join(_names(fields))}", f"bh={digest}", "b="),
    )
    field = b"DKIM-Signature: " + ";\r\n ".join(tags).encode()
    name, value = _relaxed(field)
    data = b"".join(b"%s:%s\r\n" % each for each in found) + b"%s:%s" % (name, value)
    return field + b64encode(key.sign(data)) + b"\r\n"


def _names(fields: Sequence[tuple[bytes, bytes]]) -> Iterator[str]:
    here = [name for name, _ in fields]
    for name in _SIGNED:
        yield from [name] * (here.count(name.lower().encode()) + 1)


def _chosen(fields: Sequence[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """In the order of the names, the last of several first."""
    for name in _SIGNED:
        yield from (field for field in reversed(fields) if field[0] == name.lower().encode())


def _relaxed(field: bytes) -> tuple[bytes, bytes]:
    name, _, value = _FOLD.sub(b"", field).partition(b":")
    return name.strip().lower(), _SPACES.sub(b" ", value).strip()


def _relaxed_body(body: bytes) -> bytes:
    text = _ENDS.sub(b"\r\n", _MORE_SPACES.sub(b" ", body)).rstrip(b" \r\n")
    return text + b"\r\n" if text else b""
