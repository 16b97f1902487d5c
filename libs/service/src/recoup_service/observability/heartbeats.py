"""Tells a loop that rests from one that is stuck."""

from collections.abc import Callable, Iterable, Mapping
from time import monotonic

from recoup_eventstore.polling import PollingLoop

STUCK_SECONDS = 120.0
"""Longer than any step may take, its time-outs included."""


class Heartbeats:
    """Ages of the last turn of each loop, as exact as it is asked often."""

    def __init__(self, elapsed: Callable[[], float] = monotonic) -> None:
        self._elapsed = elapsed
        self._seen: dict[str, tuple[int, float]] = {}

    def ages(self, loops: Iterable[PollingLoop]) -> Mapping[str, float]:
        """Seconds since each loop was last seen to have taken a turn."""
        now = self._elapsed()
        for loop in loops:
            if self._seen.get(loop.name, (-1, 0.0))[0] != loop.beats:
                self._seen[loop.name] = (loop.beats, now)
        return {loop.name: now - self._seen[loop.name][1] for loop in loops}
