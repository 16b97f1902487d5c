"""The language as documents: one JSON Schema per public fact, and the catalogue people read."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import cleandoc
from typing import Any

from recoup_events.base import FACTS, Fact
from recoup_events.topics import OWNERS, topic_of

_TITLE = """# The language: public facts

Every fact that leaves its service, generated from `libs/events` by `make docs`.
Facts travel as CloudEvents 1.0 in Kafka binary mode, keyed by `<tenant>/<account>`; readers ignore
fields they do not know. The schemas are in `tests/contract/schemas`.
"""


def public_facts() -> Mapping[str, type[Fact]]:
    """Every public fact by type, owners in the order of ``OWNERS``, facts in order of their file."""
    for owner in OWNERS:
        import_module(f"recoup_events.{owner}")
    return {
        type: fact
        for owner in OWNERS
        for type, fact in FACTS.items()
        if fact.owner == owner and fact.__module__.startswith("recoup_events.")
    }


def schema(fact: type[Fact]) -> dict[str, Any]:
    """The closed schema writers keep to; readers are more lenient."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:recoup:{fact.type}",
        **fact.model_json_schema(mode="serialization"),
    }
    _close(document)
    return document


def _close(node: Any) -> None:
    if isinstance(node, dict):
        if "properties" in node:
            node["additionalProperties"] = False
        for child in node.values():
            _close(child)
    elif isinstance(node, list):
        for child in node:
            _close(child)


def schema_files() -> Mapping[str, str]:
    """File name to content of ``tests/contract/schemas``."""
    return {
        f"{type}.json": json.dumps(schema(fact), indent=2, sort_keys=True) + "\n"
        for type, fact in public_facts().items()
    }


def catalogue() -> str:
    """The text of ``docs/events.md``."""
    facts = public_facts().values()
    parts = [_TITLE]
    for owner in OWNERS:
        mine = [fact for fact in facts if fact.owner == owner]
        parts.append(f"## {owner.replace('_', '-')} · topic `{topic_of(mine[0])}`\n")
        parts += ["\n".join(_entry(fact)) for fact in mine]
    return "\n".join(parts)


def _entry(fact: type[Fact]) -> Iterator[str]:
    yield f"### `{fact.type}`\n"
    if fact.__doc__ and fact.__doc__ != Fact.__doc__:
        yield cleandoc(fact.__doc__) + "\n"
    yield "| field | type | required |"
    yield "|---|---|---|"
    document = schema(fact)
    required = document.get("required", [])
    for name, field in document["properties"].items():
        yield f"| `{name}` | {_type(field)} | {'yes' if name in required else 'no'} |"
    yield ""


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(map(_type, field["anyOf"]))
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("format") or field.get("const") or field.get("type") or "any")
