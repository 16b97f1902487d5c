"""Work done side by side, none of which is left running when another part of it fails."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


async def side_by_side(works: Iterable[Awaitable[T]]) -> Sequence[T]:
    """Their results; every one comes to its end before the first failure is raised."""
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    results: list[T] = []
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
        results.append(outcome)
    return results
