"""How long a broker waits for news before it answers that there is none: briefly while there is some."""

from collections.abc import Callable
from time import monotonic
from typing import Any

BUSY_MS = 50
"""A busy partition waits with the idle ones of its broker.

With Kafka's usual half second, a backlog in one partition alone was read at a quarter of the speed.
"""
IDLE_MS = 250
"""While nothing is said it is asked a fifth as often; the first record that comes is told at once."""
IDLE_AFTER_SECONDS = 5.0


class FetchWait:
    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._came_at = clock()

    def follow(self, consumer: Any, *, came: bool) -> None:
        """aiokafka reads it from its fetcher for each request, and offers no other way to change it."""
        now = self._clock()
        if came:
            self._came_at = now
        idle = now - self._came_at > IDLE_AFTER_SECONDS
        consumer._fetcher._fetch_max_wait_ms = IDLE_MS if idle else BUSY_MS
