"""Time-outs that do not count while this process could not have heard an answer."""

import asyncio
from asyncio import Task
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

PIECES = 10
T = TypeVar("T")


def _forget(_result: object) -> None:
    """Nothing has to be given back."""


async def within(
    seconds: float, work: Coroutine[Any, Any, T], give_back: Callable[[T], None] = _forget
) -> T:
    """Its result; ``TimeoutError`` if it took longer of the time in which we were awake.

    A process that was suspended, or busy with one long thing, sees its timers end before it reads what
    came meanwhile; so it waits piece by piece, and a long piece counts as one. A result that comes when
    nobody waits for it any more, too late or because we were cancelled, is given back.
    """
    task = asyncio.ensure_future(work)

    def nobody_waits(done: Task[T]) -> None:
        if not done.cancelled() and done.exception() is None:
            give_back(done.result())

    try:
        for _ in range(PIECES):
            if (await asyncio.wait({task}, timeout=seconds / PIECES))[0]:
                break
        else:
            raise TimeoutError
    except BaseException:
        task.cancel()
        task.add_done_callback(nobody_waits)
        raise
    return task.result()
