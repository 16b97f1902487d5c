"""Operations as methods, by the part of the API they belong to."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from keyword import iskeyword
from typing import Any

from recoup_cli.python_client.types import class_of, type_of

Operation = Mapping[str, Any]
HEAD = '''"""Every operation. Written by `make client`; do not edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self, cast
from urllib.parse import quote

from recoup_client import types as t
from recoup_client.asking import Asking


def _part(value: str) -> str:
    """Of a path."""
    return quote(value, safe="")

'''
KNOWN = re.compile(r"\b[A-Z]\w+\b")
NO_CLASSES = {"Any", "Literal", "None", "NotRequired"}
HEADERS = {"Idempotency-Key": "idempotency_key", "If-Match": "if_match"}


def operations_file(reference: Mapping[str, Any]) -> str:
    """``operations.py``."""
    rows = dict(_rows(reference["components"]["schemas"]))
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for path, methods in reference["paths"].items():
        for method, operation in methods.items():
            parts[operation["tags"][0]] += _methods(method.upper(), path, operation, rows)
    about = {tag["name"]: tag["description"] for tag in reference["tags"]}
    classes = [_class(tag, about[tag], parts[tag]) for tag in sorted(parts)]
    return HEAD + "\n".join([*classes, _whole(sorted(parts))])


def _rows(schemas: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """By the class of a page, that of its rows."""
    for name, schema in schemas.items():
        data = schema.get("properties", {}).get("data", {})
        if "items" in data:
            yield f"t.{class_of(name)}", _typed(data["items"])


def _class(tag: str, about: str, methods: Sequence[str]) -> str:
    begin = [
        *("", f"class {_name(tag)}:", f'    """{about}"""', ""),
        "    def __init__(self, asking: Asking) -> None:",
        "        self._asking = asking",
        "",
    ]
    return "\n".join([*begin, *methods])


def _whole(tags: Sequence[str]) -> str:
    return "\n".join(
        [
            *(
                "",
                "class Recoup(Asking):",
                '    """All of it, at one address and with one key."""',
                "",
            ),
            "    def __init__(self, address: str, key: str, **options: Any) -> None:",
            "        super().__init__(address, key, **options)",
            *(f"        self.{_attribute(tag)} = {_name(tag)}(self)" for tag in tags),
            *("", "    def __enter__(self) -> Self:", "        return self", ""),
            *("    def __exit__(self, *_: object) -> None:", "        self.close()", ""),
        ]
    )


def _methods(
    method: str, path: str, operation: Operation, rows: Mapping[str, str]
) -> Iterator[str]:
    name, answered = operation["operationId"], _answered(operation)
    body = _Body(operation)
    arguments = [*_of_path(operation), *body.arguments]
    query = {p["name"]: _optional(p["schema"]) for p in _parameters(operation, "query")}
    headers = [h for h in HEADERS if h in {p["name"] for p in _parameters(operation, "header")}]
    keywords = [*body.keywords, *(f"{_named(n)}: {type} = None" for n, type in query.items())]
    keywords += [f"{HEADERS[header]}: str | None = None" for header in headers]
    signature = ", ".join(["self", *arguments, *(["*", *keywords] if keywords else [])])
    sent = [
        f'"{method}"',
        _written_path(path),
        *(["query={" + ", ".join(f'"{n}": {_named(n)}' for n in query) + "}"] if query else []),
        *body.sent,
        *(
            ["headers={" + ", ".join(f'"{h}": {HEADERS[h]}' for h in headers) + "}"]
            if headers
            else []
        ),
    ]
    yield "\n".join(
        [
            f"    def {name}({signature}) -> {answered}:",
            *_docstring(operation),
            f'        return cast("{answered}", self._asking.ask({", ".join(sent)}))',
            "",
        ]
    )
    if "cursor" in query and name.startswith("list_"):
        yield _every(name, arguments, query, rows.get(answered, "Any"))


def _every(name: str, arguments: Sequence[str], query: Mapping[str, str], row: str) -> str:
    """All pages of a list, row by row."""
    filters = [n for n in query if n != "cursor"]
    keywords = ["*", *(f"{_named(n)}: {query[n]} = None" for n in filters)]
    given = [a.partition(":")[0] for a in arguments]
    given += [f"{_named(n)}={_named(n)}" for n in [*filters, "cursor"]]
    return "\n".join(
        [
            f"    def every_{name.removeprefix('list_')}"
            f"({', '.join(['self', *arguments, *keywords])}) -> Iterator[{row}]:",
            f'        """Each row of ``{name}``, of all its pages."""',
            "        cursor: str | None = None",
            "        while True:",
            f"            page = self.{name}({', '.join(given)})",
            '            yield from page["data"]',
            '            cursor = page["next_cursor"]',
            "            if cursor is None:",
            "                return",
            "",
        ]
    )


def _named(parameter: str) -> str:
    """As Python lets it be named: ``from_`` for ``from``."""
    return f"{parameter}_" if iskeyword(parameter) else parameter


def _docstring(operation: Operation) -> Iterator[str]:
    text = f"{operation['summary']}.\n\n{operation['description']}".replace("\\", "\\\\")
    first, *rest = text.replace('"""', "'''").splitlines()
    yield f'        """{first}'
    yield from (f"        {line}".rstrip() for line in rest)
    yield '        """'


def _of_path(operation: Operation) -> list[str]:
    return [f"{p['name']}: str" for p in _parameters(operation, "path")]


class _Body:
    """What is sent: JSON, or a file of a kind of its own."""

    def __init__(self, operation: Operation) -> None:
        content = operation.get("requestBody", {}).get("content", {})
        self.arguments: list[str] = []
        self.keywords: list[str] = []
        self.sent: list[str] = []
        if "application/json" in content:
            self.arguments = [f"body: {_typed(content['application/json'].get('schema', {}))}"]
            self.sent = ["body=body"]
        elif content:
            self.arguments = ["content: bytes"]
            self.keywords = [f'content_type: str = "{next(iter(content))}"']
            self.sent = ["content=content", "content_type=content_type"]


def _parameters(operation: Operation, place: str) -> Iterator[Mapping[str, Any]]:
    return (p for p in operation.get("parameters", ()) if p["in"] == place)


def _answered(operation: Operation) -> str:
    found = []
    for status, answer in sorted(operation["responses"].items()):
        if status.startswith("2"):
            content = answer.get("content", {})
            shown = content.get("application/json", {}).get("schema")
            found.append(_typed(shown) if shown else "bytes" if content else "None")
    return " | ".join(dict.fromkeys(found)) or "None"


def _typed(schema: Mapping[str, Any]) -> str:
    """With its classes where they are."""
    bare = re.split(r"(\[?'[^']*')", type_of(schema))
    return "".join(
        part
        if "'" in part
        else KNOWN.sub(lambda m: m[0] if m[0] in NO_CLASSES else f"t.{m[0]}", part)
        for part in bare
    )


def _optional(schema: Mapping[str, Any]) -> str:
    return f"{_typed(schema).removesuffix(' | None')} | None"


def _written_path(path: str) -> str:
    return 'f"' + re.sub(r"\{(\w+)\}", r"{_part(\1)}", path) + '"' if "{" in path else f'"{path}"'


def _name(tag: str) -> str:
    return class_of(tag.title())


def _attribute(tag: str) -> str:
    return tag.lower().replace(" ", "_").replace("-", "_")
