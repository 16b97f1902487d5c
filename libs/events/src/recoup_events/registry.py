"""From a type's name and JSON to a fact, and back; the one place that reads the outside's bytes."""

from pydantic import ValidationError

from recoup_events.base import FACTS, Fact


class UnknownFact(Exception):
    """No class is known for this type; a newer writer said it, or it is a mistake."""


class MalformedFact(Exception):
    """The JSON does not have the shape its type promises."""


def fact_class(type: str) -> type[Fact]:
    """The class that reads facts of this type."""
    try:
        return FACTS[type]
    except KeyError:
        raise UnknownFact(type) from None


def decode(type: str, data: bytes | str) -> Fact:
    """Read one fact; raises ``UnknownFact`` or ``MalformedFact``."""
    try:
        return fact_class(type).model_validate_json(data)
    except ValidationError as error:
        raise MalformedFact(f"{type}: {error}") from error


def encode(fact: Fact) -> str:
    """The JSON that is stored and published."""
    return fact.model_dump_json()
