"""Ids in a row, so that a failing test shows the same ones again."""

from collections.abc import Callable
from itertools import count
from uuid import UUID


def counted_ids() -> Callable[[], UUID]:
    """A source of the ids 1, 2, 3, ..."""
    numbers = count(1)
    return lambda: UUID(int=next(numbers))
