"""One item that cannot be handled is set aside by itself; those it was tried with go on (ADR-0015)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from traceback import TracebackException
from typing import TypeVar

from recoup_events.kernel.masking import masked
from recoup_eventstore.errors import Unavailable

T = TypeVar("T")
R = TypeVar("R")

_ENDS_THE_PROCESS = (asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit)
_ABOUT_DATA = ("22", "23", "44", "54", "P0")
"""Classes of SQLSTATE that speak of what was given; the others speak of the server, or of its schema."""
_MOST_CHARACTERS = 2_000
LIMIT = 1_000
"""Set aside of one name. More of them are no longer single mishaps: the loop stands still, and says so."""


class Flooded(Exception):
    """So many are set aside already that the fault is hardly the item's; nothing more is."""


def ends_the_process(error: BaseException) -> bool:
    """Whether it says that nobody shall go on, be it among others in a group."""
    if isinstance(error, BaseExceptionGroup):
        return any(map(ends_the_process, error.exceptions))
    return isinstance(error, _ENDS_THE_PROCESS)


def blames_the_item(error: BaseException) -> bool:
    """Whether trying that one item again would raise it again, and trying another would not.

    Not so where waiting helps, and where PostgreSQL lacks a table or a right.
    """
    if isinstance(error, BaseExceptionGroup):
        return all(map(blames_the_item, error.exceptions))
    if isinstance(error, (Unavailable, Flooded)) or ends_the_process(error):
        return False
    sqlstate = getattr(error, "sqlstate", None)
    return not isinstance(sqlstate, str) or sqlstate[:2] in _ABOUT_DATA


async def isolated(
    items: Sequence[T],
    handle: Callable[[Sequence[T]], Awaitable[Sequence[R]]],
    set_aside: Callable[[T, BaseException], Awaitable[None]],
) -> list[R]:
    """What ``handle`` makes of all items but those it raises for; ``handle`` does all it is given, or nothing.

    What fails together is tried again in halves, down to the one that is to blame.
    """
    try:
        return list(await handle(items)) if items else []
    except BaseException as error:
        if not blames_the_item(error):
            raise
        if len(items) == 1:
            await set_aside(items[0], error)
            return []
    middle = len(items) // 2
    before = await isolated(items[:middle], handle, set_aside)
    return before + await isolated(items[middle:], handle, set_aside)


def refuse_flood(name: str, before: int, error: BaseException) -> None:
    """Raises ``Flooded`` where there is no more room."""
    if before >= LIMIT:
        raise Flooded(
            f"{before} of {name} are parked, the limit is {LIMIT}; the next: {detail_of(error)}. "
            "Correct the cause, then redrive or skip them: it goes on by itself"
        ) from error


def detail_of(error: BaseException) -> str:
    """In one line, with no address in it, and where it was raised."""
    summary = TracebackException.from_exception(error, compact=True)
    line = masked(next(summary.format_exception_only()).strip().splitlines()[0])
    where = (
        f" (at {summary.stack[-1].name}, line {summary.stack[-1].lineno})" if summary.stack else ""
    )
    storable = f"{line[:_MOST_CHARACTERS]}{where}".replace("\0", "\N{SYMBOL FOR NULL}")
    return storable.encode(errors="backslashreplace").decode()
