"""Notices when the process is too busy to come back in time to what waits for nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from recoup_eventstore.durations import Durations

TICK_SECONDS = 0.25


@asynccontextmanager
async def noticing(delays: Durations) -> AsyncIterator[None]:
    """Looks a few times a second for as long as the block lasts."""
    looking = asyncio.create_task(_look(delays), name="event loop delay")
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _look(delays: Durations) -> None:
    loop = asyncio.get_running_loop()
    while True:
        asked = loop.time() + TICK_SECONDS
        await asyncio.sleep(TICK_SECONDS)
        delays.add(max(0.0, loop.time() - asked))
