"""Injects faults on the ticks of a ledger, one fault at a time, and measures how long recovery takes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from recoup_chaos.faults import Fault
from recoup_cli.stack.gather import in_one_voice


@dataclass(frozen=True, slots=True)
class Recovery:
    """A fault, and what became of it."""

    fault: Fault
    moment: datetime | None
    """Where the ledger was."""
    after_seconds: float
    """Since the run began."""
    back_seconds: float
    """From the fault until every service was ready and had nothing left to do."""


Strike = Callable[[Fault], Awaitable[None]]
"""Injects the fault; returns when every process says that it is ready again."""
Report = Callable[[Recovery], None]


class FaultInjector:
    """Told of every tick and of every rest of the run it disturbs."""

    def __init__(self, faults: Iterable[Fault], ticks: int, strike: Strike, report: Report) -> None:
        self.recoveries: list[Recovery] = []
        self.ticks = 0
        self._waiting = deque((round(fault.at * ticks), fault) for fault in faults)
        self._strike = strike
        self._report = report
        self._moment: datetime | None = None
        self._struck_at: float | None = None
        self._rested = asyncio.Event()
        self._group = asyncio.TaskGroup()
        self._began = 0.0

    @asynccontextmanager
    async def injecting(self) -> AsyncIterator["FaultInjector"]:
        """A fault that cannot be dealt ends the block."""
        self._began = _now()
        with in_one_voice():
            async with self._group:
                yield self

    @property
    def over(self) -> bool:
        """Nothing is under way."""
        return self._struck_at is None

    def tick(self, moment: datetime | None = None) -> None:
        """The ledger goes on: somebody acts, or time passes to this moment."""
        self.ticks += 1
        self._moment = moment or self._moment
        if self.over and self._waiting and self._waiting[0][0] <= self.ticks:
            _, fault = self._waiting.popleft()
            self._struck_at = float("inf")
            self._group.create_task(self._inject(fault))

    def rested(self, since: float) -> None:
        """All services came to rest in an attempt that began ``since``."""
        if self._struck_at is not None and since >= self._struck_at:
            self._rested.set()

    async def _inject(self, fault: Fault) -> None:
        await asyncio.sleep(fault.delay_seconds)
        self._rested.clear()
        self._struck_at = struck_at = _now()
        moment = self._moment
        await self._strike(fault)
        await self._rested.wait()
        self._struck_at = None
        recoveries = Recovery(fault, moment, struck_at - self._began, _now() - struck_at)
        self.recoveries.append(recoveries)
        self._report(recoveries)


def _now() -> float:
    return asyncio.get_running_loop().time()
