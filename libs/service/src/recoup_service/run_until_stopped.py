"""Loops for as long as a block lasts; none of them ends the block, whatever it raises (ADR-0015)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog

from recoup_eventstore.isolation import ends_the_process
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
    """A loop goes on after whatever its steps raise; what is left is how it closes."""
    try:
        await loop.run()
    except BaseException as error:
        if ends_the_process(error):
            raise
        log.critical("a loop has ended", loop=loop.name, exc_info=error)
