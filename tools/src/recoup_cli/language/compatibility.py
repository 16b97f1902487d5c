"""Whether everything written under one schema can be read under another (BACKWARD compatibility).

A golden schema only grows, so what it promises covers every schema its type has had: reading it is
BACKWARD_TRANSITIVE. It judges what pydantic writes of events; what it does not know it refuses.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
_LOWER = {"minimum", "exclusiveMinimum", "minItems", "minLength"}
_UPPER = {"maximum", "exclusiveMaximum", "maxItems", "maxLength"}
_SAME = {"format", "pattern", "prefixItems", "uniqueItems", "multipleOf", "propertyNames"}
_WORDS = {"$schema", "$id", "$defs", "title", "description", "default", "examples"}
_SHAPE = {"type", "enum", "const", "properties", "required", "additionalProperties", "items"}
_CHOICE = {"anyOf", "oneOf", "discriminator"}
_KNOWN = {"$ref", *_LOWER, *_UPPER, *_SAME, *_WORDS, *_SHAPE, *_CHOICE}


def breaks(written: Schema, read: Schema) -> list[str]:
    """Each reason, with its place, why something written could not be read."""
    return list(_Comparison(written, read).of(written, read, ""))


class _Comparison:
    """One walk down both schemas, which keep their definitions at their roots."""

    def __init__(self, written: Schema, read: Schema) -> None:
        self._written = written.get("$defs", {})
        self._read = read.get("$defs", {})

    def of(self, written: Schema, read: Schema, at: str) -> Iterator[str]:
        written, read = _resolved(written, self._written), _resolved(read, self._read)
        for branch in _choices(written):
            found = [list(self._one(branch, other, at)) for other in _choices(read)]
            yield from min(found, key=len)

    def _one(self, written: Schema, read: Schema, at: str) -> Iterator[str]:
        written, read = _resolved(written, self._written), _resolved(read, self._read)
        if _choices(written) != [written] or _choices(read) != [read]:
            yield from self.of(written, read, at)
            return
        yield from _scalar(written, read, at or "the event")
        yield from self._members(written, read, at)
        for name in ("items", "additionalProperties"):
            if isinstance(read.get(name), dict):
                yield from self.of(_schema(written.get(name)), read[name], f"{at}/*")

    def _members(self, written: Schema, read: Schema, at: str) -> Iterator[str]:
        for name in set(read.get("required", ())) - set(written.get("required", ())):
            yield f"{at}/{name} is required now, and was not always written"
        known = read.get("properties", {})
        for name, member in written.get("properties", {}).items():
            if name in known:
                yield from self.of(member, known[name], f"{at}/{name}")
            else:
                yield f"{at}/{name} is gone"


def _scalar(written: Schema, read: Schema, at: str) -> Iterator[str]:
    if written.get("type") != read.get("type", written.get("type")) and (
        (written.get("type"), read["type"]) != ("integer", "number")
    ):
        yield f"{at} was {written.get('type', 'anything')} and is {read['type']}"
    lost = _values(written) - (_values(read) or _values(written))
    if lost or (_values(read) and not _values(written)):
        yield f"{at} may no longer be {', '.join(sorted(lost)) or 'anything'}"
    for name in read.keys() & (_LOWER | _UPPER):
        sign = 1 if name in _LOWER else -1
        if name not in written or sign * read[name] > sign * written[name]:
            yield f"{at} has a stricter {name}"
    for name in read.keys() & _SAME:
        if read[name] != written.get(name):
            yield f"{at} has another {name}"
    for name in read.keys() - _KNOWN:
        yield f"{at} has the keyword {name}, which this comparison does not know"


def _choices(schema: Schema) -> list[Schema]:
    return schema.get("anyOf") or schema.get("oneOf") or [schema]


def _values(schema: Schema) -> set[str]:
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return set(map(repr, values))


def _schema(node: Any) -> Schema:
    return node if isinstance(node, dict) else {}


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    return schema
