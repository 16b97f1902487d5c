"""Tells what concerns a subscriber by its type alone, before anything else of a record is read."""

from collections.abc import Collection

from recoup_events.kernel.event import EVENTS, Event, name_of


class TypeFilter:
    """In these events, whatever version they were written in.

    What the language here does not know is not passed over: a newer writer may have said it, and it
    may be about us. It is set aside until this service is upgraded.
    """

    def __init__(self, events: Collection[type[Event]]) -> None:
        self._names = {name_of(event.type) for event in events}
        self._decided: dict[str, bool] = {}
        """Of known types only: nobody can fill it up with invented ones."""

    def covers(self, type: str) -> bool:
        decided = self._decided.get(type)
        if decided is None:
            decided = self._decide(name_of(type))
            if type in EVENTS:
                self._decided[type] = decided
        return decided

    def _decide(self, name: str) -> bool:
        return name in self._names or name not in map(name_of, EVENTS)
