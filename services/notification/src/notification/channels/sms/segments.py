"""What a text costs: providers charge by segment, and one letter outside GSM-7 makes segments short."""

from typing import NamedTuple

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""3GPP TS 23.038, 6.2.1."""
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Written as an escape and a letter, so each takes two places."""


class Segments(NamedTuple):
    """How a text is sent."""

    encoding: str
    """``GSM-7`` or ``UCS-2``."""
    places: int
    segments: int


def segments_of(text: str) -> Segments:
    """One segment holds 160 or 70 places; of several, each loses some to the header that joins them."""
    if all(letter in GSM_7 or letter in EXTENDED for letter in text):
        widths = [2 if letter in EXTENDED else 1 for letter in text]
        return Segments("GSM-7", sum(widths), _count(widths, alone=160, joined=153))
    widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Segments("UCS-2", sum(widths), _count(widths, alone=70, joined=67))


def _count(widths: list[int], alone: int, joined: int) -> int:
    """A letter of two places is never cut in two."""
    if sum(widths) <= alone:
        return 1
    count, left = 1, joined
    for width in widths:
        if width > left:
            count, left = count + 1, joined
        left -= width
    return count
