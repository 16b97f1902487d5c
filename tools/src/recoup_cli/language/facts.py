"""Every fact that is recorded: which are public, in which versions, in which order they are shown."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from recoup_events.base import FACTS, Fact
from recoup_events.topics import OWNERS


def public_facts() -> Mapping[str, type[Fact]]:
    """Those of the language by today's type, owners in the order of ``OWNERS``, then by file."""
    return {type: fact for type, fact in recorded_facts().items() if fact.owner is not None}


def recorded_facts() -> Mapping[str, type[Fact]]:
    """By today's type, what services say in public and what they keep to themselves."""
    return {type: fact for type, fact in _readable().items() if type == fact.type}


def older_types() -> Sequence[str]:
    """Every type that is recorded no more and read for ever."""
    return [type for type, fact in _readable().items() if type != fact.type]


def _readable() -> Mapping[str, type[Fact]]:
    for owner in OWNERS:
        import_module(f"recoup_events.{owner}")
        import_module(f"{owner}.main")
    return {
        type: fact
        for owner in OWNERS
        for type, fact in FACTS.items()
        if fact.__module__ == f"recoup_events.{owner}" or fact.__module__.startswith(f"{owner}.")
    }
