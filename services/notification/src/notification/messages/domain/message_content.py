"""The words of one message, addressed; the same for every attempt to send them."""

from hashlib import sha256

from notification.templates.domain.words import Words
from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money


def address_hash(address: str) -> str:
    """What the outside may know of an address."""
    return sha256(address.encode()).hexdigest()


class MessageContent(Value):
    """Words on their way to somebody, about this much money."""

    recipient: str
    address: str
    """An email address, or a telephone number in E.164."""
    amount: Money
    words: Words
