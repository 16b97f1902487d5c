"""Every event that services say in public, save what they tell each other about API keys."""

from collections.abc import Collection, Mapping
from importlib import import_module
from pkgutil import walk_packages

from recoup_events.kernel.event import EVENTS, Event
from recoup_events.kernel.topics import OWNERS

OF_SERVICES = "api_key."
"""Said for the services alone: a tenant's keys are its administrators' to see, not every reader's."""


def _public() -> Mapping[str, type[Event]]:
    """Every module is loaded: what a service says is no other because nobody has asked for it yet."""
    packages = [import_module(f"recoup_events.{owner}") for owner in OWNERS]
    for package in packages:
        for module in walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
            import_module(module.name)
    modules = tuple(f"{package.__name__}." for package in packages)
    return {
        type: event
        for type, event in EVENTS.items()
        if event.owner is not None
        and f"{event.__module__}.".startswith(modules)
        and not type.startswith(OF_SERVICES)
    }


PUBLIC = _public()
"""By every type that was ever said."""


def of_others(owner: str) -> Collection[type[Event]]:
    """The classes of all that the other services say."""
    return {event for event in PUBLIC.values() if event.owner != owner}
