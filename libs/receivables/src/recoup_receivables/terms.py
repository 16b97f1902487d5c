"""The terms of an invoice, by the numbers that people count them with."""

from collections.abc import Sequence
from typing import TypeVar

from recoup_events.kernel.refusals import Unacceptable

T = TypeVar("T")


class UnknownTerm(Unacceptable):
    """The invoice has no term of this number."""

    code = "unknown_term"


def numbered_term(terms: Sequence[T], number: int, invoice: str, pointer: str) -> T:
    """The term of this number, from 1; ``invoice`` is what the request calls it."""
    if number > len(terms):
        raise UnknownTerm(
            f"Invoice {invoice} has no term {number}: there are {len(terms)}; name one of them, "
            "or leave the term out.",
            pointer=pointer,
        )
    return terms[number - 1]
