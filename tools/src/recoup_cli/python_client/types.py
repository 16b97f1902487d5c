"""Schemas as Python types: objects become ``TypedDict``, so what is not known here is no mistake."""

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
HEAD = '''"""What is sent and answered. Written by `make client`; do not edit."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

'''


def types_file(schemas: Mapping[str, Schema]) -> str:
    """``types.py``."""
    return HEAD + "\n".join(_declared(class_of(name), schemas[name]) for name in sorted(schemas))


def class_of(name: str) -> str:
    """``PageInvoiceListed`` of ``Page_InvoiceListed_``."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(word[:1].upper() + word[1:] for word in words)


def type_of(schema: Schema) -> str:
    """How Python writes what a schema allows."""
    if "$ref" in schema:
        return class_of(str(schema["$ref"]).rpartition("/")[2])
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(map(type_of, schema[several])))
    return _of_kind(schema)


def _of_kind(schema: Schema) -> str:
    kind = schema.get("type")
    if kind == "array":
        return f"list[{type_of(schema.get('items', {}))}]"
    if kind == "object":
        more = schema.get("additionalProperties", {})
        return f"dict[str, {type_of(more) if isinstance(more, Mapping) else 'Any'}]"
    return PLAIN.get(str(kind), "Any")


def _declared(name: str, schema: Schema) -> str:
    if "properties" not in schema:
        return f"{name}: TypeAlias = {type_of(schema)!r}\n"
    members = dict(_members(schema))
    if all(member.isidentifier() and not keyword.iskeyword(member) for member in members):
        lines = [f"    {member}: {written}" for member, written in members.items()]
        return "\n".join(["", f"class {name}(TypedDict):", *(lines or ["    pass"]), "", ""])
    pairs = ", ".join(f"{member!r}: {written}" for member, written in members.items())
    return f'{name} = TypedDict("{name}", {{{pairs}}})\n'


def _members(schema: Schema) -> Iterator[tuple[str, str]]:
    required = schema.get("required", ())
    for member, one in schema["properties"].items():
        written = repr(type_of(one))
        yield member, written if member in required else f"NotRequired[{written}]"
