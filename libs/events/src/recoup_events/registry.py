"""From a type's name and JSON to a fact, and back; the one place that reads the outside's bytes."""

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from recoup_events.base import FACTS, Fact, Json


class UnknownFact(Exception):
    """No class is known for this type; a newer writer said it, or it is a mistake."""


class MalformedFact(Exception):
    """The JSON does not have the shape its type promises."""


def fact_class(type: str) -> type[Fact]:
    """The class that reads facts of this type, in whatever version."""
    try:
        return FACTS[type]
    except KeyError:
        raise UnknownFact(type) from None


def decode(type: str, data: bytes | str) -> Fact:
    """Read one fact as the domain knows it today; raises ``UnknownFact`` or ``MalformedFact``."""
    reader = fact_class(type)
    try:
        return reader.model_validate_json(data if type == reader.type else _lifted(type, data))
    except ValidationError as error:
        raise MalformedFact(f"{type}: {_mistakes(error)}") from error


def encode(fact: Fact) -> str:
    """The JSON that is stored and published."""
    return fact.model_dump_json()


def _lifted(type: str, data: bytes | str) -> bytes:
    """Raw JSON of an older version, rewritten step by step into today's."""
    version = int(type.rpartition(".v")[2])
    try:
        document: Json = from_json(data)
        for step in fact_class(type).history[version - 1 :]:
            document = step(document)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise MalformedFact(f"{type} cannot be lifted: {error!r}") from error
    return to_json(document)


def _mistakes(error: ValidationError) -> str:
    """One line, without what was sent: it ends up in logs and lists."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(": ".join([*map(str, e["loc"]), e["msg"]]) for e in found)
