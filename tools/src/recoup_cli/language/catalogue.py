"""The catalogue people read: every public fact with its fields, in Markdown."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any

from recoup_cli.language.facts import public_facts
from recoup_cli.language.schemas import written
from recoup_events.base import Fact, name_of
from recoup_events.topics import OWNERS, topic_of

_TITLE = """# The language: public facts

Every fact that leaves its service, generated from `libs/events` by `make docs`.
Facts travel as CloudEvents 1.0 in Kafka binary mode, keyed by `<tenant>/<account>`; readers ignore
fields they do not know. The schemas are in `tests/contract/schemas`.
"""


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
    if fact.history:
        yield f"Facts of {_older(fact)} are read as this one.\n"
    if fact.__doc__ and fact.__doc__ != Fact.__doc__:
        yield cleandoc(fact.__doc__) + "\n"
    yield "| field | type | required |"
    yield "|---|---|---|"
    document = written(fact)
    required = document.get("required", [])
    for name, field in document["properties"].items():
        yield f"| `{name}` | {_type(field)} | {'yes' if name in required else 'no'} |"
    yield ""


def _older(fact: type[Fact]) -> str:
    name = name_of(fact.type)
    return ", ".join(f"`{name}.v{version}`" for version in range(1, len(fact.history) + 1))


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(map(_type, field["anyOf"]))
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("format") or field.get("const") or field.get("type") or "any")
