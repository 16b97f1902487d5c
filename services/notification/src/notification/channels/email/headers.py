"""Header lines of a mail, written so that every reader takes them apart in one way.

Not by the standard library: in several versions of Python it decodes what looks like an encoded
word in a value, line ends included, and writes the result as header lines of their own.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence

from notification.templates.domain.untrusted import one_line

_WIDTH = 78
_ROOM = 52
"""For the text of an encoded word; with its frame it then fits behind each of our names."""
_WORD = re.compile(r"[!-~]{1,66}")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,66}")
_LITERAL = re.compile(r"[A-Za-z0-9!*+/-]")
"""Stands for itself in an encoded word, even in one that is part of a name (RFC 2047, 5)."""


def text(name: str, value: str) -> str:
    """A header for people, such as a subject."""
    return _folded(name, _readable(one_line(value), _WORD))


def mailbox(name: str, display: str, address: str) -> str:
    """One address and whose it is."""
    shown = one_line(display)
    if not shown:
        return _folded(name, [address])
    return _folded(name, [*_readable(shown, _ATOM), f"<{address}>"])


def machine(name: str, value: str) -> str:
    """A header for machines, of ASCII; it may be folded at its spaces."""
    return _folded(name, value.split(" "))


def _readable(value: str, plain: re.Pattern[str]) -> Sequence[str]:
    """The words as they are or all of them encoded: a mixture is not read alike everywhere."""
    words = value.split(" ")
    if all(map(plain.fullmatch, words)) and "=?" not in value:
        return words
    return list(_encoded(value))


def _encoded(value: str) -> Iterator[str]:
    """As encoded words of whole characters, which a reader joins without the space between."""
    quoted = ["".join(map(_quoted, letter.encode())) for letter in value]
    sizes = [len(letter.encode()) for letter in value]
    if sum(map(len, quoted)) <= 2 * sum(sizes):  # most of it stays legible
        for start, end in _slices([len(letter) for letter in quoted], _ROOM):
            yield f"=?utf-8?q?{''.join(quoted[start:end])}?="
    else:
        for start, end in _slices(sizes, _ROOM * 3 // 4):
            yield f"=?utf-8?b?{b64encode(value[start:end].encode()).decode()}?="


def _quoted(byte: int) -> str:
    character = chr(byte)
    if _LITERAL.fullmatch(character):
        return character
    return "_" if character == " " else f"={byte:02X}"


def _slices(sizes: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Where to cut so that no slice takes more than the room there is."""
    start = taken = 0
    for at, size in enumerate(sizes):
        if taken + size > room:
            yield start, at
            start, taken = at, 0
        taken += size
    if sizes:
        yield start, len(sizes)


def _folded(name: str, tokens: Iterable[str]) -> str:
    """Lines of 78 characters where the tokens allow it; the first stays beside the name."""
    done, line = "", f"{name}:"
    for nth, each in enumerate(tokens):
        if nth and len(line) + 1 + len(each) > _WIDTH:
            done, line = f"{done}{line}\r\n", ""
        line += f" {each}"
    return f"{done}{line}\r\n"
