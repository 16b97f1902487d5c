"""Endpoints, what became of each event, and sending it again."""

from typing import Any

import pytest

from recoup_testing.console_example import Apis, Visitor, form_token_of

pytestmark = pytest.mark.servers

EVENT = "5d1f5f5e-3f0b-4a53-9d6c-0f1d4a7f2a11"
ENDPOINT: dict[str, Any] = {
    "id": "whe_1",
    "external_id": "<i>erp</i>",
    "url": "https://erp.example/in",
    "description": "",
    "types": ["*"],
    "payload": "ids",
    "state": "enabled",
    "detail": None,
    "failing_since": None,
}
DELIVERY = {
    "event_id": EVENT,
    "type": "invoice.paid.v1",
    "customer_id": None,
    "state": "failed",
    "reason": "exhausted",
    "attempts": 9,
    "next_attempt_at": None,
    "ended_at": None,
    "queued_at": "2026-03-10T08:00:00Z",
}
ATTEMPT = {
    "event_id": EVENT,
    "type": "invoice.paid.v1",
    "number": 9,
    "at": "2026-03-10T08:00:00Z",
    "outcome": "refused",
    "detail": "HTTP 500",
    "milliseconds": 12,
    "request": {"url": "https://erp.example/in", "headers": {"a": "b"}, "body": "<script>"},
    "response": {"status": 500, "headers": {}, "body": "<b>no</b>"},
}
SCOPES = ("events:read", "webhooks:read", "webhooks:write", "actions:read")


async def test_an_event_that_failed_is_sent_again(visitor: Visitor, apis: Apis) -> None:
    apis.says("/v1/webhook-endpoints", {"data": [ENDPOINT], "has_more": False})
    apis.says("/v1/webhook-endpoints/whe_1", ENDPOINT)
    apis.says("/v1/webhook-endpoints/whe_1/deliveries", {"data": [DELIVERY], "has_more": False})
    apis.says("/v1/webhook-endpoints/whe_1/attempts", {"data": [ATTEMPT], "has_more": False})
    apis.says("/v1/webhook-endpoints/whe_1/replay", {"endpoint_id": "whe_1"}, 202)
    async with visitor(scopes=SCOPES) as anna:
        assert "&lt;i&gt;erp&lt;/i&gt;" in (await anna.get("/webhooks")).text
        page = (await anna.get("/webhooks/whe_1?state=failed")).text
        form = {"event_id": EVENT, "form_token": form_token_of(page)}
        done = await anna.post("/webhooks/whe_1/replay", data=form, headers={"HX-Request": "true"})
    assert "HTTP 500" in page
    assert "<script>\n" not in page
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert "It is sent again now" in done.text
    assert apis.asked[-1].content == f'{{"event_id":"{EVENT}"}}'.encode()


async def test_deliveries_are_shown_although_the_endpoint_cannot_be(
    visitor: Visitor, apis: Apis
) -> None:
    apis.says("/v1/webhook-endpoints/whe_1/deliveries", {"data": [DELIVERY], "has_more": False})
    async with visitor(scopes=SCOPES) as anna:
        page = (await anna.get("/webhooks/whe_1")).text
    assert "Nobody answers at /v1/webhook-endpoints/whe_1." in page
    assert "invoice.paid.v1" in page
