"""How long requests take, by route template: an id in a path never becomes a label."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from recoup_eventstore.durations import Durations
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import (
    REFUSED,
    REQUEST_DURATION,
    REQUESTS_REPLAYED,
    REQUESTS_RUNNING,
)


class HttpMetrics:
    """Of all requests to the public API since the process started."""

    def __init__(self) -> None:
        self.in_flight = 0
        """Requests being answered right now."""
        self.replayed = 0
        self.refused = Counter[str](overloaded=0)
        """Connections and requests refused before any route saw them, by the problem's code.

        One is shown from the start, so that a rate can be seen to rise from nothing.
        """
        self._durations: defaultdict[tuple[str, str, str], Durations] = defaultdict(Durations)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self._durations[method, route, str(status)].add(seconds)

    def samples(self) -> Iterator[Sample]:
        yield Sample(REQUESTS_RUNNING, self.in_flight)
        yield Sample(REQUESTS_REPLAYED, self.replayed)
        for code, times in self.refused.items():
            yield Sample(REFUSED, times, [code])
        for labels, durations in self._durations.items():
            yield Sample(REQUEST_DURATION, durations, labels)
