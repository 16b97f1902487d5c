"""Where a reader of the feed stands: nobody but us can read it, and nobody needs to."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from typing import NamedTuple

_FORM = re.compile(r"(\d{1,9})\.(\d{1,19})\.(\d{1,19})")
LARGEST = 2**63 - 1


class Place(NamedTuple):
    """As the events table has it; compared part by part."""

    gen: int
    txid: int
    pos: int

    def __str__(self) -> str:
        plain = f"{self.gen}.{self.txid}.{self.pos}"
        return urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Raises ``ValueError`` for what was never given out."""
        try:
            plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        except (Base64Error, UnicodeError) as error:
            raise ValueError(text) from error
        form = _FORM.fullmatch(plain)
        place = cls(*map(int, form.groups())) if form else None
        if place is None or max(place) > LARGEST:
            raise ValueError(text)
        return place


BEGINNING = Place(0, 0, 0)
