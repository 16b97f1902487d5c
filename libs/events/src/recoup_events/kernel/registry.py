"""From a type's name and JSON to an event, and back; the one place that reads the outside's bytes."""

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from recoup_events.kernel.event import EVENTS, Event, Json


class UnknownEvent(Exception):
    """No class is known for this type; a newer writer said it, or it is a mistake."""


class MalformedEvent(Exception):
    """The JSON does not have the shape its type promises."""


def event_class(type: str) -> type[Event]:
    """The class that reads events of this type, in whatever version."""
    try:
        return EVENTS[type]
    except KeyError:
        raise UnknownEvent(type) from None


def decode(type: str, data: bytes | str) -> Event:
    """Read one event as the domain knows it today; raises ``UnknownEvent`` or ``MalformedEvent``."""
    reader = event_class(type)
    try:
        return reader.model_validate_json(data if type == reader.type else _lifted(type, data))
    except ValidationError as error:
        raise MalformedEvent(f"{type}: {_mistakes(error)}") from error


def encode(event: Event) -> str:
    """The JSON that is stored and published."""
    return event.model_dump_json()


def _lifted(type: str, data: bytes | str) -> bytes:
    """Raw JSON of an older version, rewritten step by step into today's."""
    version = int(type.rpartition(".v")[2])
    try:
        document: Json = from_json(data)
        for step in event_class(type).history[version - 1 :]:
            document = step(document)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise MalformedEvent(f"{type} cannot be lifted: {error!r}") from error
    return to_json(document)


def _mistakes(error: ValidationError) -> str:
    """One line, without what was sent: it ends up in logs and lists."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(": ".join([*map(str, e["loc"]), e["msg"]]) for e in found)
