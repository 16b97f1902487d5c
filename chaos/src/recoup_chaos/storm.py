"""Strikes on the beats of a ledger, one blow at a time, and measures how long each is felt."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from recoup_chaos.faults import Fault
from recoup_cli.stack.gather import in_one_voice


@dataclass(frozen=True, slots=True)
class Felt:
    """A blow, and what became of it."""

    fault: Fault
    moment: datetime | None
    """Where the ledger was."""
    after_seconds: float
    """Since the play began."""
    back_seconds: float
    """From the blow until every service was ready and had nothing left to do."""


Strike = Callable[[Fault], Awaitable[None]]
"""Deals the blow; returns when every process says that it is ready again."""
Tell = Callable[[Felt], None]


class Storm:
    """Told of every beat and of every rest of the play it disturbs."""

    def __init__(self, faults: Iterable[Fault], beats: int, strike: Strike, tell: Tell) -> None:
        self.felt: list[Felt] = []
        self.beats = 0
        self._waiting = deque((round(fault.at * beats), fault) for fault in faults)
        self._strike = strike
        self._tell = tell
        self._moment: datetime | None = None
        self._struck_at: float | None = None
        self._rested = asyncio.Event()
        self._group = asyncio.TaskGroup()
        self._began = 0.0

    @asynccontextmanager
    async def raging(self) -> AsyncIterator["Storm"]:
        """A blow that cannot be dealt ends the block."""
        self._began = _now()
        with in_one_voice():
            async with self._group:
                yield self

    @property
    def over(self) -> bool:
        """Nothing is under way."""
        return self._struck_at is None

    def beat(self, moment: datetime | None = None) -> None:
        """The ledger goes on: somebody acts, or time passes to this moment."""
        self.beats += 1
        self._moment = moment or self._moment
        if self.over and self._waiting and self._waiting[0][0] <= self.beats:
            _, fault = self._waiting.popleft()
            self._struck_at = float("inf")
            self._group.create_task(self._sit_out(fault))

    def rested(self, since: float) -> None:
        """All services came to rest in an attempt that began ``since``."""
        if self._struck_at is not None and since >= self._struck_at:
            self._rested.set()

    async def _sit_out(self, fault: Fault) -> None:
        await asyncio.sleep(fault.delay_seconds)
        self._rested.clear()
        self._struck_at = struck_at = _now()
        moment = self._moment
        await self._strike(fault)
        await self._rested.wait()
        self._struck_at = None
        felt = Felt(fault, moment, struck_at - self._began, _now() - struck_at)
        self.felt.append(felt)
        self._tell(felt)


def _now() -> float:
    return asyncio.get_running_loop().time()
