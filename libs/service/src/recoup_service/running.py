"""Loops for as long as a block lasts; one that dies ends the block, and so the process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog

from recoup_eventstore.polling import PollingLoop

log = structlog.stdlib.get_logger(__name__)


@asynccontextmanager
async def running(loops: Sequence[PollingLoop]) -> AsyncIterator[None]:
    """When the block ends, each loop finishes the step it is in."""
    async with asyncio.TaskGroup() as group:
        for loop in loops:
            group.create_task(_run(loop), name=loop.name)
        yield
        for loop in loops:
            loop.stop()


async def _run(loop: PollingLoop) -> None:
    try:
        await loop.run()
    except Exception:
        log.critical("a loop died; the process stops", loop=loop.name, exc_info=True)
        raise
