"""Which messages wait behind a parked one of their key."""

from recoup_eventstore.parked import HOLDS_NOBODY, Reason
from recoup_eventstore.ports import Claimed, Cursor
from recoup_messaging.cloudevents import context_of, place_of
from recoup_messaging.decoded_record import DecodedRecord


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

    def holds(self, decoded: DecodedRecord) -> bool:
        key = decoded.received.key
        leap = self._leaps.get(key)
        after = leap is not None and decoded.heading is not None and decoded.heading.cursor >= leap
        return after or key in self._keys

    def add(self, decoded: DecodedRecord, reason: Reason) -> None:
        """Take note of one that is set aside."""
        if reason not in HOLDS_NOBODY:
            self._keys.add(decoded.received.key)
        elif reason is Reason.IMPLAUSIBLE and decoded.heading is not None:
            self._leap(decoded.received.key, decoded.heading.cursor)

    def _leap(self, key: bytes, place: Cursor) -> None:
        self._leaps[key] = min(place, self._leaps.get(key, place))
