"""Which messages wait behind a parked one of their key."""

from recoup_eventstore.parked import HOLDS_NOBODY, Reason
from recoup_eventstore.ports import Claimed, Cursor
from recoup_messaging.arrivals import Arrival
from recoup_messaging.cloudevents import context_of, place_of


class Waiting:
    """The keys that are held up, and from which place on.

    Behind an implausible message waits only what its publisher said after it: what lies before that
    leap has nothing to do with it, and where the leap is believed in the end, the order is kept.
    """

    def __init__(self, before: Claimed) -> None:
        self._keys = set(before.parked_keys)
        self._leaps: dict[bytes, Cursor] = {}
        for key, headers in before.implausible:
            self._leap(key, place_of(context_of(headers)))

    def holds(self, arrival: Arrival) -> bool:
        key = arrival.received.key
        leap = self._leaps.get(key)
        after = leap is not None and arrival.heading is not None and arrival.heading.cursor >= leap
        return after or key in self._keys

    def add(self, arrival: Arrival, reason: Reason) -> None:
        """Take note of one that is set aside."""
        if reason not in HOLDS_NOBODY:
            self._keys.add(arrival.received.key)
        elif reason is Reason.IMPLAUSIBLE and arrival.heading is not None:
            self._leap(arrival.received.key, arrival.heading.cursor)

    def _leap(self, key: bytes, place: Cursor) -> None:
        self._leaps[key] = min(place, self._leaps.get(key, place))
