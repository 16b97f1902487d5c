"""How much of an event leaves for an endpoint."""

import json
from typing import Any

from webhook.endpoints.domain.wanted import Payload

MOST_BYTES = 20_000
"""What Standard Webhooks recommends; larger ones name where the rest is."""


def body_of(event: str, payload: Payload) -> bytes:
    """The same bytes in every attempt, as long as the endpoint wants the same."""
    if payload is Payload.FULL and len(whole := event.encode()) <= MOST_BYTES:
        return whole
    document: dict[str, Any] = json.loads(event)
    if payload is Payload.WITHOUT_PERSONAL_DATA:
        document["data"] = withheld(document["data"])
        if len(written := _written(document)) <= MOST_BYTES:
            return written
    del document["data"]
    document["dataref"] = f"/v1/events/{document['id']}"
    return _written(document)


def withheld(value: Any) -> Any:
    """Without what is personal: of ``{person, value}`` stays whose it is."""
    if isinstance(value, dict):
        if value.keys() == {"person", "value"}:
            return {"person": value["person"]}
        return {name: withheld(each) for name, each in value.items()}
    if isinstance(value, list):
        return [withheld(each) for each in value]
    return value


def _written(document: dict[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
