"""What every word of the language is made of: frozen values, and events that know their own name."""

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

_TYPE = re.compile(r"(?P<name>[a-z][a-z_]*\.[a-z][a-z_]*)\.v(?P<version>[1-9][0-9]*)")
EVENTS: dict[str, type["Event"]] = {}
"""Every event class imported so far, by each type it reads: its own and all older versions."""
Json = dict[str, Any]
Upcaster = Callable[[Json], Json]
"""Rewrites an event's raw JSON from one version to the next."""


class Value(BaseModel):
    """An immutable value, equal by content; unknown fields are ignored so old readers survive."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Command(Value):
    """A request in the imperative; it may be refused, and an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Value):
    """Something that happened, named ``<context>.<event>.v<N>``; it is stored for ever."""

    type: ClassVar[str] = ""
    owner: ClassVar[str | None] = None
    """The service that says this event in public; ``None`` keeps it inside its service."""
    history: ClassVar[Sequence[Upcaster]] = ()
    """The step from each older version to the next, v1's first."""

    def __init_subclass__(
        cls,
        *,
        type: str = "",
        owner: str | None = None,
        history: Sequence[Upcaster] = (),
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        if owner is not None:
            cls.owner = owner
        if not type:
            return
        cls.type = type
        cls.history = history
        for read in _versions(type, len(history)):
            if read in EVENTS:
                raise ValueError(f"{read} is already said by {EVENTS[read].__qualname__}")
            EVENTS[read] = cls


def name_of(type: str) -> str:
    """What a type is called in every version."""
    return type.rpartition(".v")[0]


def _versions(type: str, steps: int) -> Sequence[str]:
    """All types that are read by the class of this one, the oldest first."""
    form = _TYPE.fullmatch(type)
    if form is None:
        raise ValueError(f"{type!r} is not of the form <context>.<event>.v<N>")
    version = int(form["version"])
    if steps != version - 1:
        raise ValueError(
            f"{type} needs {version - 1} steps in its history, one from each older version, and "
            f"has {steps}: docs/how-to/change-an-event.md shows how to write one"
        )
    return [f"{form['name']}.v{number}" for number in range(1, version + 1)]
