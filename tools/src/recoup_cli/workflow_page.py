"""The format of workflows, as a page and as a JSON Schema for editors."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from workflow_scheduler.main import workflow_schema as schema

_HEAD = """# The format of workflows

Written by `recoup docs` from the API's own schema; do not edit. [How to write one](../how-to/write-a-workflow.md).

YAML or JSON. Of YAML, `true`, `false`, `null` and numbers are what they are, and all else is text; anchors, aliases and tags are not read. A file has at
most 256 KiB, a workflow at most 200 steps, and a step lies at most ten years after its anchor.
"""


def schema_file() -> str:
    return json.dumps(schema(), indent=2) + "\n"


def workflow_page() -> str:
    """The whole page, in Markdown."""
    found = schema()
    parts = [_HEAD, *_table("The workflow", found, found)]
    for name, definition in found["$defs"].items():
        if "properties" in definition and name.endswith(("Body", "Range")):
            parts += _table(_title(name), definition, found)
    return "\n".join(parts).rstrip("\n") + "\n"


def _title(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.removesuffix(" body").strip().capitalize()


def _table(title: str, of: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{' '.join(str(of.get('description', '')).split())}\n"
    yield "| field | what may stand there | meaning |"
    yield "|---|---|---|"
    needed = of.get("required", ())
    for name, field in of["properties"].items():
        star = " (needed)" if name in needed else ""
        meaning = " ".join(str(field.get("description", "")).split()).replace("|", "\\|")
        yield f"| `{name}`{star} | {_kind(field, whole)} | {meaning} |"
    yield ""


def _kind(field: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    if "anyOf" in field or "oneOf" in field:
        every = field.get("anyOf") or field["oneOf"]
        return " or ".join(_kind(each, whole) for each in every if each.get("type") != "null")
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        definition = whole["$defs"][name]
        return _words(definition["enum"]) if "enum" in definition else _title(name).lower()
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        return f"list of {_kind(field['items'], whole)}"
    if "minimum" in field and "maximum" in field:
        return f"{field['minimum']:g} to {field['maximum']:g}"
    return {"string": "text", "boolean": "`true` or `false`", "object": "pairs of texts"}.get(
        str(field.get("type")), str(field.get("type"))
    )


def _words(values: Any) -> str:
    return ", ".join(f"`{value}`" for value in values)
