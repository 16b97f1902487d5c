"""The heartbeat of every background loop: work while there is work, rest when there is none."""

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress

from recoup_eventstore.errors import Unavailable

log = logging.getLogger(__name__)
BUSY_SECONDS = 0.02
IDLE_SECONDS = 0.25
STORM_SECONDS = 1.0
"""The longest pause between two tries: so soon after an outage everything goes on."""


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
        self._stopped = asyncio.Event()

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
        self._stopped.set()
        self._woken.set()

    async def run(self) -> None:
        """Work until stopped. Transient errors are waited out; any other exception ends the loop."""
        pause = BUSY_SECONDS
        while not self._stopped.is_set():
            self._woken.clear()
            try:
                done = await self.step()
            except Unavailable as error:
                log.warning("%s waits: %s", self.name, error)
                pause = min(pause * 2, STORM_SECONDS)
                await _passed(self._stopped, pause)  # a wake-up makes no server answer
                continue
            finally:
                self.beats += 1
            self.done += done
            pause = BUSY_SECONDS if done else min(pause * 2, self._idle_seconds)
            if not done:
                await _passed(self._woken, pause)


async def _passed(event: asyncio.Event, seconds: float) -> None:
    """Wait for it, but no longer than this."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
