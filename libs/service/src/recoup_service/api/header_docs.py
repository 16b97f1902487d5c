"""What the API description says of the headers of answers, and of asking for what one has already."""

from collections.abc import Mapping
from typing import Any

from recoup_service.api.idempotency import REPLAYED

Operation = dict[str, Any]
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` of the version you have: while it is the latest, the answer is a 304 without a body.",
    "example": '"3"',
}
NOT_MODIFIED = {"description": "You have the latest version: it is the one in `If-None-Match`."}


def _text(description: str, example: str) -> Mapping[str, Any]:
    return {"description": description, "schema": {"type": "string"}, "example": example}


HEADERS: Mapping[str, Mapping[str, Any]] = {
    "Request-Id": _text(
        "Quote this when you ask for help.", "req_0f9c2b6d5e8a4d17b3a6c1f2e4d5a697"
    ),
    "RateLimit-Policy": _text(
        "How many requests (`q`) this key or user has in so many seconds (`w`).",
        '"key";q=1000;w=10',
    ),
    "RateLimit": _text(
        "How many are left (`r`), and for how many seconds (`t`).", '"key";r=999;t=1'
    ),
    "ETag": _text(
        "The version of what is shown: send it as `If-Match` to change it, as `If-None-Match` to ask "
        "whether it has changed.",
        '"3"',
    ),
    "Location": _text(
        "The path of what was created, or of what it waits for.", "/v1/invoices/inv_52d1"
    ),
    REPLAYED: _text(
        "`true`: this is the answer the first request with this `Idempotency-Key` got.", "true"
    ),
}
_ALWAYS = ("Request-Id", "RateLimit-Policy", "RateLimit")
_OF_WHAT_GOES: Mapping[str, Mapping[str, Any]] = {
    "Deprecation": _text("Since when this should not be used any more (RFC 9745).", "@1796083200"),
    "Sunset": _text("When it will be gone (RFC 8594).", "Thu, 02 Dec 2027 00:00:00 GMT"),
    "Link": _text(
        "What takes its place.", '<https://docs.recoup.example/changes>; rel="deprecation"'
    ),
}


def with_headers(method: str, operation: Operation, schemas: Mapping[str, Any]) -> None:
    """Of answers that are no problem; a resource is asked for by its version."""
    for status, answer in list(operation["responses"].items()):
        if not status.startswith("2"):
            continue
        versioned = _is_resource(answer, schemas)
        names = [*_ALWAYS]
        names += ["ETag"] if versioned else []
        names += ["Location"] if status in ("201", "202") else []
        names += [REPLAYED] if method != "get" else []
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        answer["headers"] |= _OF_WHAT_GOES if operation.get("deprecated") else {}
        if versioned and method == "get":
            operation.setdefault("parameters", []).append(IF_NONE_MATCH)
            operation["responses"]["304"] = {"$ref": "#/components/responses/NotModified"}


def _is_resource(answer: Mapping[str, Any], schemas: Mapping[str, Any]) -> bool:
    """Whether one thing is shown that can be told when it changed."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    shown = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
    return "updated_at" in shown.get("properties", {})
