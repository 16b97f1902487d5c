"""What a worker is tried at: what it finds, what it does, and what holds when it is done."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place


class Trial(Protocol):
    """One kind of worker with enough to do to go through all its moments."""

    needs_topic: bool
    """Of one partition, so that everything lies in one order."""

    @property
    def packages(self) -> Sequence[str]:
        """Whose tables it needs beside the store's."""

    async def given(self, at: Place) -> None:
        """What lies there before the worker starts."""

    async def work(self, at: Place, line: Line) -> None:
        """Work until nothing is left; started again after a death, go on from there."""

    async def then(self, at: Place) -> None:
        """Fails unless everything is as the log says, as if nobody had ever died."""


Places = Callable[[Trial], AbstractAsyncContextManager[Place]]
"""Makes a new place with all that a trial needs."""
