"""Parts with aiokafka clients whose ``stop`` may hang for as long as the broker is away."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 5.0
_leaving: set[asyncio.Task[None]] = set()


async def part_with(stopping: Coroutine[Any, Any, None]) -> None:
    """Wait a little, then leave it to finish in its own time.

    What a hung producer still delivers then, readers drop by watermark (aiokafka #1101).
    """
    task = asyncio.create_task(stopping)
    _leaving.add(task)
    task.add_done_callback(_left)
    await asyncio.wait({task}, timeout=PATIENCE_SECONDS)


def _left(task: asyncio.Task[None]) -> None:
    _leaving.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("a Kafka client did not stop cleanly: %r", error)
