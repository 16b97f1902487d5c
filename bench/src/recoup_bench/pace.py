"""Keeps a number of workers busy and says how many things they did per second."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


async def per_second(
    things: Iterable[T], do: Callable[[T], Awaitable[object]], *, workers: int, each: int = 1
) -> float:
    """``each`` is how much one thing counts, when it is a batch."""
    waiting = list(things)
    total = len(waiting) * each

    async def work() -> None:
        while waiting:
            await do(waiting.pop())

    began = perf_counter()
    await asyncio.gather(*(work() for _ in range(workers)))
    return total / (perf_counter() - began)


async def steadily(things: Iterable[T], do: Callable[[T], Awaitable[object]], rate: float) -> None:
    """``rate`` times a second, each on time whatever became of the one before."""
    loop = asyncio.get_running_loop()
    began, under_way = loop.time(), []
    for number, thing in enumerate(things):
        await asyncio.sleep(began + number / rate - loop.time())
        under_way.append(asyncio.ensure_future(do(thing)))
    await asyncio.gather(*under_way)
