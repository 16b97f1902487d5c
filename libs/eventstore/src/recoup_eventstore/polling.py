"""The heartbeat of every background loop: work while there is work, rest when there is none."""

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress

from recoup_eventstore.errors import Unavailable

log = logging.getLogger(__name__)
BUSY_SECONDS = 0.02
IDLE_SECONDS = 0.25
STORM_SECONDS = 5.0


class PollingLoop(ABC):
    """Repeats ``step``; subclasses say what a step is and whether anything is left to do."""

    name = "loop"

    def __init__(self, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self.done = 0
        """How many things this loop has done since it started."""
        self.beats = 0
        """Grows with every turn; a loop whose beats stand still is stuck."""
        self._idle_seconds = idle_seconds
        self._woken = asyncio.Event()
        self._stopping = False

    @abstractmethod
    async def step(self) -> int:
        """Do a bounded amount of work; say how much was done, 0 when there was nothing."""

    @abstractmethod
    async def quiet(self) -> bool:
        """Whether there is nothing to do right now."""

    def wake(self) -> None:
        """There may be work; do not wait for the next poll."""
        self._woken.set()

    def stop(self) -> None:
        """End after the present step."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Work until stopped. Weather is waited out; any other exception ends the loop."""
        pause = BUSY_SECONDS
        while not self._stopping:
            self._woken.clear()
            try:
                done = await self.step()
            except Unavailable as weather:
                log.warning("%s waits: %s", self.name, weather)
                pause = min(pause * 2, STORM_SECONDS)
                await self._rest(pause)
                continue
            finally:
                self.beats += 1
            self.done += done
            pause = BUSY_SECONDS if done else min(pause * 2, self._idle_seconds)
            if not done:
                await self._rest(pause)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
