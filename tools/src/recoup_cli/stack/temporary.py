"""A private stack that is gone afterwards, for tests and demonstrations."""

import os
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from recoup_cli.stack.home import Home
from recoup_cli.stack.process import ProcessId
from recoup_cli.stack.stack import Stack
from recoup_cli.stack.state import State
from recoup_events.kernel.topics import OWNERS

_PREFIX = "recoup-"
_MAKER = "maker.json"


@asynccontextmanager
async def temporary_stack(
    *,
    services: Sequence[str] = OWNERS,
    clock: str | None = None,
    partitions: int = 6,
    with_standby: bool = False,
    secured: bool = True,
    with_gateway: bool = False,
    ports: Mapping[str, int] | None = None,
) -> AsyncIterator[Stack]:
    """A started stack in a folder of its own, with ports of its own; stopped and removed after.

    ``ports`` are promised to those parts, as far as they are free.
    """
    await sweep()
    folder = Path(mkdtemp(prefix=_PREFIX))
    (folder / _MAKER).write_text(ProcessId.of(os.getpid()).model_dump_json())
    if ports:
        State(ports=dict(ports)).save(Home(folder).state)
    stack = Stack(
        folder,
        services=services,
        clock=clock,
        partitions=partitions,
        with_standby=with_standby,
        secured=secured,
        with_gateway=with_gateway,
    )
    try:
        await stack.start()
        yield stack
    finally:
        await _remove(folder)


async def sweep() -> None:
    """Remove the stacks whose makers were killed before they could."""
    for folder in _abandoned():
        await _remove(folder)


def _abandoned() -> list[Path]:
    notes = Path(gettempdir()).glob(f"{_PREFIX}*/{_MAKER}")
    # What others wrote is not read: it could name any process as part of a stack.
    ours = [note for note in notes if note.stat().st_uid == os.geteuid()]
    makers = {note.parent: ProcessId.model_validate_json(note.read_text()) for note in ours}
    return [folder for folder, maker in makers.items() if maker.find() is None]


async def _remove(folder: Path) -> None:
    await Stack(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)  # another sweep may be at it
