"""Which events there are to read, and those that a filter names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module

from recoup_events.kernel.event import EVENTS, Event, name_of
from recoup_events.kernel.topics import OWNERS

EVERYTHING = "*"
OF_SERVICES = "api_key."
"""Said for the services alone: a tenant's keys are its administrators' to see, not every reader's."""


def _public() -> Mapping[str, type[Event]]:
    """By every type that was ever said in public."""
    modules = tuple(f"{import_module(f'recoup_events.{owner}').__name__}." for owner in OWNERS)
    return {
        type: event
        for type, event in EVENTS.items()
        if event.owner is not None
        and f"{event.__module__}.".startswith(modules)
        and not type.startswith(OF_SERVICES)
    }


PUBLIC = _public()


def of_others() -> Collection[type[Event]]:
    """The classes of all that other services say."""
    return {event for event in PUBLIC.values() if event.owner != "webhook"}


class UnknownType(ValueError):
    """A filter names what nobody says."""

    def __init__(self, name: str) -> None:
        close = get_close_matches(name, sorted(set(map(name_of, PUBLIC))), n=1)
        hint = f"Did you mean {close[0]}?" if close else "docs/events.md lists them."
        super().__init__(
            f"No event is called {name!r}. {hint} Send names such as invoice.issued, or invoice.* "
            "for all of a kind."
        )


def types_of(names: Iterable[str]) -> Sequence[str]:
    """Every type, in every version, that these names mean; raises ``UnknownType``."""
    return sorted({type for name in names for type in _meant(name)})


def _meant(name: str) -> Collection[str]:
    if name == EVERYTHING:
        return PUBLIC.keys()
    if name.endswith(".*"):
        found = [type for type in PUBLIC if type.startswith(name[:-1])]
    else:
        found = [type for type in PUBLIC if name in (type, name_of(type))]
    if not found:
        raise UnknownType(name)
    return found
