"""The catalogue people read: every public event with its fields, in Markdown."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any

from recoup_cli.language.events import public_events
from recoup_cli.language.schemas import written
from recoup_events.kernel.event import Event, name_of
from recoup_events.kernel.topics import OWNERS, topic_of

_TITLE = """# The language: public events

Every event that leaves its service, generated from `libs/events` by `make docs`.
Events travel as CloudEvents 1.0 in Kafka binary mode, keyed by `<tenant>/<account>`; readers ignore
fields they do not know. The schemas are in `tests/contract/schemas`.
"""


def catalogue() -> str:
    """The text of ``docs/events.md``."""
    events = public_events().values()
    parts = [_TITLE]
    for owner in OWNERS:
        mine = [event for event in events if event.owner == owner]
        parts.append(f"## {owner.replace('_', '-')} · topic `{topic_of(mine[0])}`\n")
        parts += ["\n".join(_entry(event)) for event in mine]
    return "\n".join(parts)


def _entry(event: type[Event]) -> Iterator[str]:
    yield f"### `{event.type}`\n"
    if event.history:
        yield f"Events of {_older(event)} are read as this one.\n"
    if event.__doc__ and event.__doc__ != Event.__doc__:
        yield cleandoc(event.__doc__) + "\n"
    yield "| field | type | required |"
    yield "|---|---|---|"
    document = written(event)
    required = document.get("required", [])
    for name, field in document["properties"].items():
        yield f"| `{name}` | {_type(field)} | {'yes' if name in required else 'no'} |"
    yield ""


def _older(event: type[Event]) -> str:
    name = name_of(event.type)
    return ", ".join(f"`{name}.v{version}`" for version in range(1, len(event.history) + 1))


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(map(_type, field["anyOf"]))
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("format") or field.get("const") or field.get("type") or "any")
