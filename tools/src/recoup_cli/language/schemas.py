"""JSON Schemas of events: what is written, closed, and what is read, lenient."""

import json
from collections.abc import Mapping
from typing import Any

from recoup_cli.language.compatibility import breaks
from recoup_cli.language.events import recorded_events
from recoup_cli.language.golden import Golden
from recoup_events.kernel.event import Event

ADVICE = "events written so far could not be read; docs/how-to/change-an-event.md shows what to do"
Document = dict[str, Any]


class ShapeChanged(Exception):
    """A type no longer has the shape its stored events have."""


def written(event: type[Event]) -> Document:
    """The closed schema writers keep to; readers are more lenient."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:recoup:{event.type}",
        **event.model_json_schema(mode="serialization"),
    }
    _close(document)
    return document


def schema_files(golden: Golden) -> Mapping[str, str]:
    """File name to content of the golden schemas; raises ``ShapeChanged``."""
    broken = {type: found for type, found in broken_promises(golden).items() if found}
    if broken:
        lines = [f"{type}: {problem}" for type, found in broken.items() for problem in found]
        raise ShapeChanged("\n".join([*lines, ADVICE]))
    return {
        f"{type}.json": json.dumps(written(event), indent=2, sort_keys=True) + "\n"
        for type, event in recorded_events().items()
    }


def broken_promises(golden: Golden) -> Mapping[str, list[str]]:
    """By type: why today's class could not read all that was written under the golden schema."""
    return {
        type: breaks(golden.schema(type), event.model_json_schema(mode="validation"))
        for type, event in recorded_events().items()
        if golden.has_schema(type)
    }


def _close(node: Any) -> None:
    if isinstance(node, dict):
        if "properties" in node:
            node["additionalProperties"] = False
        for child in node.values():
            _close(child)
    elif isinstance(node, list):
        for child in node:
            _close(child)
