"""One OpenAPI document of several: whatever has one name and one meaning in two of them stands once.

A name with two meanings gets the service's before it, in each of the services. Two schemas mean the same when they are
written alike and all they refer to does.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Place = tuple[str, str]
"""A service, and a name in its components of one section."""
Names = Mapping[Place, str]
_REFERENCE = "#/components/{}/"


class Clash(Exception):
    """Two services describe one thing that can only be there once."""


def merged(
    documents: Mapping[str, Document], info: Mapping[str, Any], servers: Sequence[Any]
) -> Document:
    """By service, the documents that become one."""
    names = _names(documents, "schemas")
    renamed = {
        service: _renamed(document, _called(service, names))
        for service, document in documents.items()
    }
    return {
        "openapi": _only({document["openapi"] for document in documents.values()}, "openapi"),
        "info": info,
        "servers": servers,
        "tags": _tags(renamed.values()),
        "paths": _united({s: document["paths"] for s, document in renamed.items()}),
        "components": {
            "schemas": _schemas(renamed, names),
            **{
                section: _united({s: d["components"].get(section, {}) for s, d in renamed.items()})
                for section in ("responses", "parameters", "headers", "securitySchemes")
            },
        },
    }


def _names(documents: Mapping[str, Document], section: str) -> Names:
    """What each schema is called where all of them meet."""
    schemas = {
        (service, name): schema
        for service, document in documents.items()
        for name, schema in document["components"].get(section, {}).items()
    }
    names: dict[Place, str] = {place: place[1] for place in schemas}
    while True:
        meanings = defaultdict(set)
        for (service, name), schema in schemas.items():
            meaning = _renamed(schema, _called(service, names))
            meanings[names[service, name]].add(json.dumps(meaning, sort_keys=True))
        clashing = {
            place: f"{_words(place[0])}{place[1]}"
            for place, name in names.items()
            if len(meanings[name]) > 1
        }
        if not clashing:
            return names
        names |= clashing


def _called(service: str, names: Names) -> Callable[[str], str]:
    return lambda name: names[service, name]


def _words(service: str) -> str:
    return "".join(word.capitalize() for word in service.split("-"))


def _renamed(part: Any, name_of: Callable[[str], str]) -> Any:
    """With every reference to a schema leading to its new name."""
    prefix = _REFERENCE.format("schemas")
    if isinstance(part, Mapping):
        return {key: _renamed(value, name_of) for key, value in part.items()}
    if isinstance(part, list):
        return [_renamed(each, name_of) for each in part]
    if isinstance(part, str) and part.startswith(prefix):
        return prefix + name_of(part.removeprefix(prefix))
    return part


def _schemas(renamed: Mapping[str, Document], names: Names) -> Mapping[str, Any]:
    found = {
        names[service, name]: _titled(schema, name, names[service, name])
        for service, document in renamed.items()
        for name, schema in document["components"].get("schemas", {}).items()
    }
    return dict(sorted(found.items()))


def _titled(schema: Any, before: str, now: str) -> Any:
    """Generators name classes by titles, so what has another name has another title."""
    return {**schema, "title": now} if now != before and "title" in schema else schema


def _united(parts: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """By path or name; what stands in two of them must be the same."""
    whole: dict[str, Any] = {}
    for service, part in parts.items():
        for name, each in part.items():
            if whole.setdefault(name, each) != each:
                raise Clash(f"{service} describes {name} otherwise than another service does")
    return dict(sorted(whole.items()))


def _tags(documents: Iterable[Document]) -> Sequence[Any]:
    whole: dict[str, Any] = {}
    for document in documents:
        for tag in document.get("tags", ()):
            whole.setdefault(tag["name"], tag)
    return [whole[name] for name in sorted(whole)]


def _only(values: set[str], what: str) -> str:
    if len(values) != 1:
        raise Clash(f"the services differ in {what}: {', '.join(sorted(values))}")
    return values.pop()
