"""What every word of the language is made of: frozen values, and facts that know their own name."""

import re
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

_TYPE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*\.v[1-9][0-9]*")
FACTS: dict[str, type["Fact"]] = {}
"""Every fact class imported so far, by its type."""


class Value(BaseModel):
    """An immutable value, equal by content; unknown fields are ignored so old readers survive."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Command(Value):
    """A request in the imperative; it may be refused, and an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Value):
    """Something that happened, named ``<context>.<fact>.v<N>``; it is stored for ever."""

    type: ClassVar[str] = ""
    owner: ClassVar[str | None] = None
    """The service that says this fact in public; ``None`` keeps it inside its service."""

    def __init_subclass__(cls, *, type: str = "", owner: str | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if owner is not None:
            cls.owner = owner
        if not type:
            return
        if not _TYPE.fullmatch(type):
            raise ValueError(f"{type!r} is not of the form <context>.<fact>.v<N>")
        if type in FACTS:
            raise ValueError(f"{type} is already said by {FACTS[type].__qualname__}")
        cls.type = type
        FACTS[type] = cls
