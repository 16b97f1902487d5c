"""How long a broker holds a fetch that has no records yet: briefly while records come."""

from collections.abc import Callable
from time import monotonic
from typing import Any

BUSY_MS = 50
"""A busy partition waits with the idle ones of its broker.

With Kafka's usual half second, a backlog in one partition alone was read at a quarter of the speed.
"""
IDLE_MS = 250
"""An idle consumer fetches a fifth as often; the first record is answered at once all the same."""
IDLE_AFTER_SECONDS = 5.0


class FetchWait:
    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._fetched_at = clock()

    def follow(self, consumer: Any, *, fetched: bool) -> None:
        """aiokafka reads the wait from its fetcher for each request, and has no other way to change it."""
        now = self._clock()
        if fetched:
            self._fetched_at = now
        idle = now - self._fetched_at > IDLE_AFTER_SECONDS
        consumer._fetcher._fetch_max_wait_ms = IDLE_MS if idle else BUSY_MS
