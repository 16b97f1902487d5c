"""Notices a group member that neither reads nor joins again (aiokafka #625, #712)."""

import asyncio
from collections.abc import Callable

PATIENCE_SECONDS = 90.0
"""More than a rebalance may take."""


class Watchdog:
    """Counts the time since the last sign of life."""

    def __init__(
        self,
        patience_seconds: float = PATIENCE_SECONDS,
        now: Callable[[], float] = lambda: asyncio.get_running_loop().time(),
    ) -> None:
        self._patience_seconds = patience_seconds
        self._now = now
        self._alive_at: float | None = None

    def saw_life(self) -> None:
        self._alive_at = self._now()

    def barks(self) -> bool:
        """No sign for too long; ask the broker whether there was anything to read."""
        if self._alive_at is None:
            self.saw_life()
            return False
        return self._now() - self._alive_at > self._patience_seconds
