"""How long things take from one place of a program to another, and how long the slowest do."""

from collections.abc import Iterable
from statistics import quantiles
from time import perf_counter


class Stopwatch:
    """Started and stopped by the ids of what is measured."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}
        self._seconds: list[float] = []

    @property
    def stopped(self) -> int:
        return len(self._seconds)

    def start(self, ids: Iterable[str]) -> None:
        now = perf_counter()
        self._began |= dict.fromkeys(ids, now)

    def stop(self, id: str) -> None:
        """What comes a second time is not measured again."""
        began = self._began.pop(id, None)
        if began is not None:
            self._seconds.append(perf_counter() - began)

    @property
    def p99(self) -> float:
        """In milliseconds."""
        return quantiles(self._seconds, n=100)[-1] * 1_000
