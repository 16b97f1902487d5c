"""Background loops under test: running for as long as a block, and waited for until quiet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop

POLL_SECONDS = 0.01
PATIENCE_SECONDS = 60.0


@asynccontextmanager
async def running(*loops: PollingLoop) -> AsyncIterator[None]:
    """Stops them when the block ends; what a loop died of is raised here."""
    tasks = [asyncio.create_task(loop.run()) for loop in loops]
    try:
        yield
    finally:
        for loop in loops:
            loop.stop()
        await asyncio.gather(*tasks)


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until it holds; fails when it never does."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await holds():  # noqa: ASYNC110 - what is asked announces nothing
            await asyncio.sleep(POLL_SECONDS)


async def settled(*loops: PollingLoop) -> None:
    """Until all are quiet, twice in a row, with nothing done in between."""
    seen = -1

    async def quiet() -> bool:
        nonlocal seen
        before, seen = seen, sum(loop.done for loop in loops)
        calm = [await loop.quiet() for loop in loops]
        return all(calm) and before == seen

    await eventually(quiet)


async def drained(loop: PollingLoop) -> None:
    """Step after step until nothing is left; transient errors are waited out."""

    async def nothing_left() -> bool:
        try:
            return not await loop.step() and await loop.quiet()
        except Unavailable:
            return False

    await eventually(nothing_left)
