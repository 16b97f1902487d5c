"""The QR code of a mail as a PNG, written by hand: an image library would be for this alone."""

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache

from recoup_documents.codes import code_rows

_SCALE = 4
"""Pixels of a module's side: as many as bits in a digit of sixteen."""
_QUIET = 4
"""Modules of white around it, without which some cameras do not find it."""
_DIGITS = bytes.maketrans(b"\x00\xff", b"0f")
_MARGIN = "f" * _QUIET
_SWISS = "SPC\n"
_CROSS = 7 / 46
"""The Swiss cross is 7 mm of the 46 mm that the code is wide."""


def picture_of(code: str) -> bytes:
    modules = code_rows(code)
    side = (len(modules) + 2 * _QUIET) * _SCALE
    blank = ["f" * (side // _SCALE)] * _QUIET
    drawn = [_MARGIN + row.translate(_DIGITS).decode() + _MARGIN for row in modules]
    rows = [int(row, 16) for row in (*blank, *drawn, *blank) for _ in range(_SCALE)]
    if code.startswith(_SWISS):
        _draw_cross(rows)
    return _png(rows)


def _draw_cross(rows: list[int]) -> None:
    """White around black around white, in the middle: error correction makes up for it."""
    side = len(rows)
    size = round((side - 2 * _QUIET * _SCALE) * _CROSS)
    start = (side - size) // 2
    shift = side - start - size
    hidden = ((1 << size) - 1) << shift
    for y, line in enumerate(_cross(size), start=start):
        rows[y] = rows[y] & ~hidden | line << shift


@lru_cache(16)
def _cross(size: int) -> Sequence[int]:
    return [
        int("".join("1" if _is_white(x, y, size) else "0" for x in range(size)), 2)
        for y in range(size)
    ]


def _is_white(x: int, y: int, size: int) -> bool:
    return min(x, y, size - 1 - x, size - 1 - y) < size / 14 or _in_cross(x / size, y / size)


def _in_cross(x: float, y: float) -> bool:
    arm, reach = abs(x - 0.5), abs(y - 0.5)
    return (arm < 0.1 and reach < 0.32) or (reach < 0.1 and arm < 0.32)


def _png(rows: list[int]) -> bytes:
    """Of one bit for a pixel: 1 is white."""
    side = len(rows)
    octets = -(-side // 8)
    padding = 8 * octets - side
    packed = b"".join(b"\0" + (row << padding).to_bytes(octets, "big") for row in rows)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
