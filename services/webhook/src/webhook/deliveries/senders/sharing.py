"""Who may have how many attempts under way: nobody all of them, and least of all those that hang."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webhook.deliveries.domain.retrying import Outcome


@dataclass(frozen=True, slots=True)
class Bounds:
    at_once: int
    """Attempts in all, shared out among the endpoints for which something waits."""
    of_endpoint: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Shares:
    room: Mapping[str, int]
    """Of endpoints that may have fewer than ``most``."""
    most: int
    """Of any other endpoint."""
    free: int
    """In all."""


class Sharing:
    """Endpoints whose last attempt got no answer may have one each, and together half of all."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._silent: dict[str, None] = {}

    def learn(self, endpoint_id: str, outcome: Outcome) -> None:
        if outcome in (Outcome.TIMED_OUT, Outcome.UNREACHABLE):
            self._silent[endpoint_id] = None
        else:
            self._silent.pop(endpoint_id, None)

    def shares(self, running: Iterable[str]) -> Shares:
        """While these are under way."""
        busy = Counter(running)
        bounds, under_way = self._bounds, busy.total()
        most = max(1, min(bounds.of_endpoint, bounds.at_once // max(1, len(busy))))
        room = {id: max(0, most - count) for id, count in busy.items()}
        left = bounds.at_once // 2 - sum(busy[id] for id in self._silent)
        for id in self._silent:
            room[id] = int(not busy[id] and left > 0)
            left -= room[id]
        return Shares(room, most, max(0, bounds.at_once - under_way))
