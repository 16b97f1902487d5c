"""The words of one message, addressed; the same for every attempt to send them."""

from hashlib import sha256

from pydantic import Field

from recoup_events.base import Value
from recoup_events.money import Money


def address_hash(address: str) -> str:
    """What the outside may know of an address."""
    return sha256(address.encode()).hexdigest()


class Words(Value):
    """What one person is about to read, and which template it came from."""

    template_version: int = Field(ge=1)
    language: str
    subject: str
    """Empty where the channel has none."""
    text: str
    html: str | None = None

    @property
    def digest(self) -> str:
        """Names exactly these words; parts are kept apart so none can flow into another."""
        parts = (self.subject, self.text, self.html or "")
        return sha256("\x1f".join(parts).encode()).hexdigest()


class Letter(Value):
    """Words on their way to somebody, about this much money."""

    recipient: str
    address: str
    """An email address, or a telephone number in E.164."""
    amount: Money
    words: Words
