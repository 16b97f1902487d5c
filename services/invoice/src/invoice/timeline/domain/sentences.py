"""What a sentence about an event takes: which kind of thing it is about, and what people call it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar, cast

from recoup_events.kernel.event import Event

F = TypeVar("F", bound=Event)
Name = Callable[[str], str]
"""What people call the thing with an id."""
Wording = Callable[[Any, Name], str]


class Kind(StrEnum):
    CUSTOMER = "customer"
    AGREEMENT = "agreement"
    CONDITION = "condition"
    CREDIT = "credit"
    """Its standing, its limit, and what was answered at order time."""
    DOCUMENT = "document"
    AGE = "age"
    PAYMENT = "payment"
    ALLOCATION = "allocation"
    HOLD = "hold"
    DISCOUNT = "discount"
    WRITE_OFF = "write_off"
    POSTING = "posting"
    LINK = "link"
    """To the debtor's own page."""


Sentence = tuple[type[Event], Kind, Wording]


def sentence(event: type[F], kind: Kind, words: Callable[[F, Name], str]) -> Sentence:
    return event, kind, cast(Wording, words)
