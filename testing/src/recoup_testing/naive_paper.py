"""What a bookkeeper writes down: invoices, what lowers them, and where that comes from."""

from dataclasses import dataclass, field
from datetime import date

Owner = tuple[str, int]
"""A term of an invoice, by the invoice's name and the term's place; or a customer's account."""
ACCOUNT = -1
"""The place that is a customer's account."""
MAKES_ROOM = {"write-off": 1, "discount": 2, "payment": 3, "credit note": 3, "grant": 4}
"""What is taken off first; among equals, what came last."""


@dataclass
class Part:
    """What lowers a term: of a payment, a credit note or a grant; a write-off or a discount."""

    kind: str
    source: str
    owner: Owner
    amount: int
    day: date
    made: int
    """Grows."""


@dataclass
class Invoice:
    customer: str
    issued: date
    terms: list[int]
    """What each asks for."""
    discount: tuple[int, date] | None
    """Percent of the total, and until when."""
    parts: list[Part] = field(default_factory=list)
    """In the order in which they came."""


@dataclass
class Source:
    """A payment, a credit note, or what a dispute granted."""

    kind: str
    account: Owner
    amount: int
    day: date
    free_from: date
    refunded: int = 0
