"""Says an event: its words, with its own fields in them as the reader writes amounts and days."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from console.timeline.domain.words import WORDS
from recoup_events.kernel.event import Event, Value, name_of
from recoup_events.kernel.money import Money

Say = Callable[[Any], str]
"""A value as this reader writes it."""
Names = Mapping[str, str]
_FIELD = re.compile(r"\{([a-z_.0-9*]+)\}")
_ID = re.compile(r"[a-z]{3}_[0-9a-f]{4,}")


def sentence(event: Event, names: Names, say: Say) -> str:
    """A sentence; of an event that has no words yet, its own name."""
    words = WORDS.get(name_of(event.type))
    if words is None:
        name = name_of(event.type).replace(".", " ").replace("_", " ")
        return f"{name.capitalize()}."

    def value(found: re.Match[str]) -> str:
        field = _at(event, found[1])
        if isinstance(field, tuple):
            return _listed(field)
        if isinstance(field, str) and _ID.fullmatch(field):
            return names.get(field, field)
        return say(field)

    return _FIELD.sub(value, words).strip()


def _at(event: Any, path: str) -> Any:
    """A star stands for each of several."""
    part, _, rest = path.partition(".")
    if part == "*":
        return tuple(_at(each, rest) for each in event)
    found = event[int(part)] if part.isdecimal() else getattr(event, part)
    return _at(found, rest) if rest else found


def _listed(names: tuple[str, ...]) -> str:
    """What comes often is counted."""
    counted = Counter(name.replace("_", " ") for name in names).most_common()
    return ", ".join(f"{name} ({n} times)" if n > 1 else name for name, n in counted) or "none"


def named_in(event: Event) -> set[str]:
    """The ids of all that a sentence may want to call by its name."""
    return {each for each in _texts(event) if _ID.fullmatch(each)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Value):
        for field in type(value).model_fields:
            yield from _texts(getattr(value, field))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


_AMOUNTS = ("amount", "total", "credit", "remaining", "balance", "reserved")


def amount_of(event: Event) -> Money | None:
    """The amount a line shows at its right; none where it is about none."""
    for field in _AMOUNTS:
        if isinstance(found := getattr(event, field, None), Money):
            return found
    return None
