"""Doing several things at once, where the first failure ends the rest and all failures are told."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager

from recoup_cli.stack.errors import StackFailed


async def gather(*work: Coroutine[object, object, object]) -> None:
    with in_one_voice():
        async with asyncio.TaskGroup() as group:
            for scenario in work:
                group.create_task(scenario)


@contextmanager
def in_one_voice() -> Iterator[None]:
    """Foreseen failures of a task group as one of their kind; with any other, all as they are."""
    try:
        yield
    except ExceptionGroup as failures:
        known, others = failures.split(StackFailed)
        if known is None or others is not None:
            raise
        raise StackFailed("\n\n".join(map(str, known.exceptions))) from failures
