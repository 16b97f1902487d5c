"""Kafka's record batches (version 2), byte by byte: a client library would refuse to write these."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from aiokafka.record.util import calc_crc32c

_NO_COMPRESSION = 0


class Record(NamedTuple):
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[bytes | None, bytes | None]] = ()
    """Kafka wants their names to be UTF-8, and nobody makes sure."""


def batch(
    records: Sequence[Record], at_ms: int, *, attributes: int = 0, crc: int | None = None
) -> bytes:
    """One batch; with a ``crc`` of one's own it is broken, and ``attributes`` may promise anything."""
    body = b"".join(_sized(_record(number, record)) for number, record in enumerate(records))
    checked = (
        struct.pack(
            ">hiqqqhii",
            attributes | _NO_COMPRESSION,
            len(records) - 1,
            at_ms,
            at_ms,
            -1,  # no producer id, epoch and sequence
            -1,
            -1,
            len(records),
        )
        + body
    )
    checksum = calc_crc32c(checked) if crc is None else crc
    rest = struct.pack(">ibI", -1, 2, checksum) + checked
    return struct.pack(">qi", 0, len(rest)) + rest


def _record(number: int, record: Record) -> bytes:
    headers = b"".join(_bytes(name) + _bytes(value) for name, value in record.headers)
    return (
        b"\0"
        + _varint(0)
        + _varint(number)
        + _bytes(record.key)
        + _bytes(record.value)
        + _varint(len(record.headers))
        + headers
    )


def _sized(text: bytes) -> bytes:
    return _varint(len(text)) + text


def _bytes(text: bytes | None) -> bytes:
    return _varint(-1) if text is None else _sized(text)


def _varint(number: int) -> bytes:
    """Zigzag, then seven bits at a time, the lowest first."""
    left = (number << 1) ^ (number >> 63)
    found = bytearray()
    while left > 0x7F:
        found.append(left & 0x7F | 0x80)
        left >>= 7
    found.append(left)
    return bytes(found)
