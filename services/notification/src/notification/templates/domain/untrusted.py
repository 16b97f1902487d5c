"""Text that others wrote, debtors' names as well as providers' answers, made safe to pass on."""

import re
from unicodedata import category

from recoup_events.kernel.masking import masked

_LONGEST_ANSWER = 500
_LINE_END = re.compile(r"\r\n|\r|\n")


def one_line(text: str) -> str:
    """The same words with single spaces between them; nothing in it ends a line."""
    return _visible(" ".join(text.split()))


def lines(text: str) -> list[str]:
    """The same lines, whatever their ends were; no other control character is left in them."""
    return [_visible(line) for line in _LINE_END.split(text)]


def answer(text: str, address: str) -> str:
    """What a provider said about a message to this address, which is not repeated.

    Answers become events that other services read, and SMTP servers like to quote the recipient.
    """
    words = masked(one_line(text))
    if address.startswith("+"):
        number = r"[ ()./-]*".join(map(re.escape, address.removeprefix("+")))
        words = re.sub(rf"\+?{number}", "[number]", words)
    return words[:_LONGEST_ANSWER]


def _visible(text: str) -> str:
    """Controls and lone surrogates become U+FFFD, as for any reader who cannot show them."""
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_unsafe(each) else each for each in text)


def _is_unsafe(character: str) -> bool:
    return category(character) in ("Cc", "Cs") and character != "\t"
