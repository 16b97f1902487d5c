"""The messages of an AsyncAPI document, with the schemas they share."""

from typing import Any

from recoup_cli.language.golden import Golden
from recoup_cli.language.headers import CLOUD_EVENT
from recoup_events.kernel.registry import event_class

Document = dict[str, Any]
_OF_A_FILE_OF_ITS_OWN = {"$schema", "$id", "$defs"}


def reference(kind: str, name: str) -> str:
    return f"#/components/{kind}/{name}"


class Messages:
    """Collects messages; a definition all of them mean alike is written once."""

    def __init__(self, golden: Golden) -> None:
        self._golden = golden
        self._messages: Document = {}
        self._schemas: Document = {}

    def add(self, type: str) -> str:
        """Describe a type, unless it has been, and give it back."""
        if type not in self._messages:
            self._messages[type] = self._message(type)
        return type

    def components(self) -> Document:
        return {
            "messages": self._messages,
            "messageTraits": {"cloudEvent": CLOUD_EVENT},
            "schemas": dict(sorted(self._schemas.items())),
        }

    def _message(self, type: str) -> Document:
        today = event_class(type).type
        about = {"summary": f"RecordedEvent no more, read for ever; today's is {today}."}
        return {
            "name": type,
            **({} if type == today else about),
            "traits": [{"$ref": reference("messageTraits", "cloudEvent")}],
            "headers": {
                "type": "object",
                "required": ["ce_type"],
                "properties": {"ce_type": {"type": "string", "const": type}},
            },
            "payload": self._payload(type),
            "examples": [{"name": "golden", "payload": self._golden.example(type)}],
        }

    def _payload(self, type: str) -> Document:
        schema = self._golden.schema(type)
        named = {
            name: self._place_for(name, definition, type)
            for name, definition in schema.get("$defs", {}).items()
        }
        for name, definition in schema.get("$defs", {}).items():
            self._schemas[named[name]] = _rewritten(definition, named)
        body = {key: part for key, part in schema.items() if key not in _OF_A_FILE_OF_ITS_OWN}
        self._schemas[type] = _rewritten(body, named)
        return {"$ref": reference("schemas", type)}

    def _place_for(self, name: str, definition: Document, type: str) -> str:
        """Its own name, unless another version means something else by it."""
        alike = self._schemas.get(name) in (None, _rewritten(definition, {}))
        return name if alike else f"{type}.{name}"


def _rewritten(node: Any, named: dict[str, str]) -> Any:
    """References lead into the document; AsyncAPI knows a discriminator by its property alone."""
    if isinstance(node, list):
        return [_rewritten(child, named) for child in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = node["$ref"].rpartition("/")[2]
        return {**node, "$ref": reference("schemas", named.get(target, target))}
    rewritten = {key: _rewritten(child, named) for key, child in node.items()}
    if isinstance(node.get("discriminator"), dict):
        rewritten["discriminator"] = node["discriminator"]["propertyName"]
    return rewritten
