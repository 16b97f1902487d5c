"""Bytes behind their length, over a pipe."""

import struct
from typing import IO, Protocol

_LENGTH = struct.Struct(">I")
FAILED, ARCHIVAL, PLAIN = b"0", b"1", b"2"
"""What a frame from the worker begins with."""
LARGEST = 64 * 1024 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


def write_frame(to: IO[bytes], content: bytes) -> None:
    to.write(_LENGTH.pack(len(content)) + content)
    to.flush()


def read_frame(source: Readable) -> bytes | None:
    """``None`` where the other side has gone, also in the middle of one."""
    head = _exactly(source, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST:
        raise ValueError(f"a frame of {length} bytes is no letter")
    return _exactly(source, length)


def _exactly(source: Readable, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = source.read(size - len(found))
        if not part:
            return None
        found += part
    return bytes(found)
