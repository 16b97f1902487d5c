"""The heartbeat of every background loop: work while there is work, rest when there is none."""

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.isolation import Flooded, detail_of, ends_the_process

log = logging.getLogger(__name__)
BUSY_SECONDS = 0.02
IDLE_SECONDS = 0.25
STORM_SECONDS = 1.0
"""The longest pause between two tries: so soon after an outage everything goes on."""
BUG_SECONDS = 15.0
"""The longest pause after what nobody expected, which hardly passes by itself."""


@dataclass(frozen=True, slots=True)
class LoopStandstill:
    """Why a loop does nothing now, and since when."""

    why: str
    since: float
    """As ``time.monotonic`` has it."""


class PollingLoop(ABC):
    """Repeats ``step``; subclasses say what a step is and whether anything is left to do."""

    name = "loop"

    def __init__(self, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self.done = 0
        """How many things this loop has done since it started."""
        self.beats = 0
        """Grows with every turn; a loop whose beats stand still is stuck."""
        self.standstill: LoopStandstill | None = None
        """Set from its first failed step until one goes well."""
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
        """Work until stopped. No exception ends it: each is waited out, the longer the less it was expected."""
        pause = BUSY_SECONDS
        while not self._stopped.is_set():
            self._woken.clear()
            try:
                done = await self.step()
            except BaseException as error:
                if ends_the_process(error):
                    raise
                pause = min(pause * 2, self._fail(error))
                await _passed(self._stopped, pause)  # a wake-up makes no server answer
                continue
            finally:
                self.beats += 1
            self.standstill = None
            self.done += done
            pause = BUSY_SECONDS if done else min(pause * 2, self._idle_seconds)
            if not done:
                await _passed(self._woken, pause)

    def _fail(self, error: BaseException) -> float:
        """Say what went wrong; gives the longest pause to make."""
        since = monotonic() if self.standstill is None else self.standstill.since
        expected = isinstance(error, (Unavailable, Flooded))
        self.standstill = LoopStandstill(str(error) if expected else detail_of(error), since)
        if expected:
            log.warning("%s waits: %s", self.name, error)
            return STORM_SECONDS
        log.error("%s has failed, and will try again", self.name, exc_info=error)
        return BUG_SECONDS


async def _passed(event: asyncio.Event, seconds: float) -> None:
    """Wait for it, but no longer than this."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
