"""How long things took, sorted into buckets as they happen; counting one costs less than a look-up."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends of the buckets, in seconds; what took longer than the last is in one more."""


class Durations:
    """Of one kind of thing."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0
        """All together."""

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class Outcomes(defaultdict[str, Durations]):
    """By how it ended: a name for the result or the error, no name when there is nothing to say."""

    def __init__(self) -> None:
        super().__init__(Durations)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """The block is one thing that takes a while; one that is cancelled does not count."""
        started = perf_counter()
        try:
            yield
        except Exception as error:
            self[type(error).__name__].add(perf_counter() - started)
            raise
        self[""].add(perf_counter() - started)
