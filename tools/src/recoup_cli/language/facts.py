"""Which facts are public, in which versions, and in which order they are shown."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from recoup_events.base import FACTS, Fact
from recoup_events.topics import OWNERS


def public_facts() -> Mapping[str, type[Fact]]:
    """Every public fact by today's type, owners in the order of ``OWNERS``, then by file."""
    return {type: fact for type, fact in _readable().items() if type == fact.type}


def older_types() -> Sequence[str]:
    """Every type that is said no more and read for ever."""
    return [type for type, fact in _readable().items() if type != fact.type]


def _readable() -> Mapping[str, type[Fact]]:
    for owner in OWNERS:
        import_module(f"recoup_events.{owner}")
    return {
        type: fact
        for owner in OWNERS
        for type, fact in FACTS.items()
        if fact.owner == owner and fact.__module__.startswith("recoup_events.")
    }
