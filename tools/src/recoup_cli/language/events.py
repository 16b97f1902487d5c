"""Every event that is recorded: which are public, in which versions, in which order they are shown."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from recoup_events.kernel.event import EVENTS, Event
from recoup_events.kernel.topics import OWNERS

OF_ANY_SERVICE = "recoup_eventstore."
"""Where the events live that streams of any service may hold."""


def public_events() -> Mapping[str, type[Event]]:
    """Those of the language by today's type, owners in the order of ``OWNERS``, then by file."""
    return {type: event for type, event in recorded_events().items() if event.owner is not None}


def recorded_events() -> Mapping[str, type[Event]]:
    """By today's type, what services say in public and what they keep to themselves."""
    return {type: event for type, event in _readable().items() if type == event.type}


def older_types() -> Sequence[str]:
    """Every type that is recorded no more and read for ever."""
    return [type for type, event in _readable().items() if type != event.type]


def _readable() -> Mapping[str, type[Event]]:
    for owner in OWNERS:
        import_module(f"recoup_events.{owner}")
        import_module(f"{owner}.main")
    places = [*((f"recoup_events.{owner}.", f"{owner}.") for owner in OWNERS), (OF_ANY_SERVICE,)]
    # By module, then as they stand in it: whoever imported first must not change a page.
    by_module = sorted(EVENTS.items(), key=lambda item: item[1].__module__)
    return {
        type: event
        for place in places
        for type, event in by_module
        if f"{event.__module__}.".startswith(place)
    }
