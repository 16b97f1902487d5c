"""A private stack that is gone afterwards, for tests and demonstrations."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from recoup_cli.stack.stack import Stack
from recoup_events.topics import OWNERS


@asynccontextmanager
async def temporary_stack(
    *, services: Sequence[str] = OWNERS, clock: str | None = None, partitions: int = 6
) -> AsyncIterator[Stack]:
    """A started stack in a folder of its own, with ports of its own; stopped and removed after."""
    with TemporaryDirectory(prefix="recoup-") as folder:
        stack = Stack(Path(folder), services=services, clock=clock, partitions=partitions)
        try:
            await stack.start()
            yield stack
        finally:
            await stack.stop()
