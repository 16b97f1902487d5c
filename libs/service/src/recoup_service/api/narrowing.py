"""What the description promises and no request may do is taken back: it allows what the API accepts."""

from collections.abc import Iterator, Mapping
from typing import Any

from recoup_service.api.fields import PRINTABLE

Schema = dict[str, Any]
_ON_THE_WALL = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?$"
_LIMITED = ("pattern", "enum", "const", "format")


def narrow_schemas(part: Any) -> None:
    """In JSON Schema a pattern of keys lets all other keys pass, and a time has an offset; here it is otherwise."""
    for schema in _parts(part):
        if schema.get("format") == "time":
            del schema["format"]
            schema["pattern"] = _ON_THE_WALL
        patterns = schema.get("patternProperties", {})
        if len(patterns) == 1 and "additionalProperties" not in schema:
            ((pattern, values),) = schema.pop("patternProperties").items()
            names: Mapping[str, Any] = schema.get("propertyNames", {})
            schema["propertyNames"] = {**names, "pattern": pattern}
            schema["additionalProperties"] = values


def narrow_parameters(operation: Mapping[str, Any]) -> None:
    """What stands in a path or a query has no control characters, and a path no empty part."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] not in ("path", "query"):
            continue
        for schema in _parts(parameter["schema"]):
            if schema.get("type") == "string" and not any(name in schema for name in _LIMITED):
                schema["pattern"] = PRINTABLE
                if parameter["in"] == "path":
                    schema["minLength"] = 1


def _parts(part: Any) -> Iterator[Schema]:
    if isinstance(part, list):
        for each in part:
            yield from _parts(each)
    elif isinstance(part, dict):
        for each in list(part.values()):
            yield from _parts(each)
        yield part
