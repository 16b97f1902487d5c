"""Lifts facts written in an older version to the one the domain knows, on raw JSON."""

import json
from collections.abc import Callable
from typing import Any

from recoup_events.base import Fact
from recoup_events.registry import decode

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_STEPS: dict[str, tuple[str, Upcaster]] = {}


def upcasts(old: str, new: str) -> Callable[[Upcaster], Upcaster]:
    """Register the step from one type to its successor, e.g. ``x.happened.v1`` to ``.v2``."""

    def register(step: Upcaster) -> Upcaster:
        if old in _STEPS:
            raise ValueError(f"{old} is already lifted to {_STEPS[old][0]}")
        _STEPS[old] = (new, step)
        return step

    return register


def current_type(type: str) -> str:
    """The type a fact written as ``type`` is read as."""
    while type in _STEPS:
        type, _ = _STEPS[type]
    return type


def decode_stored(type: str, data: str) -> Fact:
    """Read a stored or published fact, whatever version it was written in."""
    if type not in _STEPS:
        return decode(type, data)
    document = json.loads(data)
    while type in _STEPS:
        type, step = _STEPS[type]
        document = step(document)
    return decode(type, json.dumps(document))
