"""The public events that a filter names."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from recoup_events.kernel.event import name_of
from recoup_events.public import PUBLIC

EVERYTHING = "*"


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
