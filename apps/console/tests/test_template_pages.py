"""Templates at the console: read as a customer would, edited, kept as drafts and published."""

import json
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_testing.console_example import (
    CUSTOMER,
    Apis,
    Receive,
    Visitor,
    example,
    form_token_of,
)

servers = pytest.mark.servers
IN_PART = {"HX-Request": "true"}
SCOPES = ("events:read", "actions:read", "templates:read", "templates:write")
CONTENT = {
    "texts": {"en": {"subject": "{{ what }}", "text": "<b>Hello</b>"}},
    "claims": [],
    "asks_satisfaction": False,
}
TEMPLATE: dict[str, Any] = {
    "id": "tpl_1",
    "category": "email",
    "name": "friendly",
    "creditor_id": None,
    "state": "published",
    "version": 2,
    "draft": CONTENT,
    "published": CONTENT,
    "findings": [],
}
PREVIEW = {
    "language": "en",
    "subject": "<i>Invoices</i>",
    "text": "Hello",
    "html": "<p>Hello</p>",
    "payment_code": None,
    "day": "2026-03-10",
}


async def sent(client: AsyncClient, path: str, **form: Any) -> Response:
    token = form_token_of((await client.get("/actions")).text)
    return await client.post(path, data={**form, "form_token": token}, headers=IN_PART)


@servers
async def test_a_template_is_read_as_a_customer_found_by_its_name_would(
    visitor: Visitor, apis: Apis, receive: Receive
) -> None:
    name = {"person": CUSTOMER, "value": "Ost KG"}
    await receive(example("customer.registered.v1", customer_id=CUSTOMER, name=name))
    apis.says("/v1/templates/tpl_1", TEMPLATE)
    apis.says("/v1/templates/tpl_1/previews", PREVIEW)
    async with visitor(scopes=SCOPES) as anna:
        page = await anna.get("/templates/tpl_1?customer=ost&language=de")
        asked = json.loads(apis.asked[-1].content)
        frame = await anna.get("/templates/tpl_1/as-read?customer=ost")
    assert asked == {"customer_external_id": "ERP-1042", "language": "de"}
    assert "&lt;i&gt;Invoices&lt;/i&gt;" in page.text
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page.text
    assert '<iframe class="mail" sandbox' in page.text
    assert frame.text.endswith("<p>Hello</p>")
    assert frame.text.startswith('<!doctype html><html lang="en"><title>&lt;i&gt;Invoices')
    assert frame.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@servers
async def test_words_are_edited_kept_as_a_draft_and_published_with_a_reason_for_their_tone(
    visitor: Visitor, apis: Apis
) -> None:
    harsh = {"kind": "tone", "problem": "Hurries.", "suggestion": "Name a day."}
    finding = {**harsh, "language": "en", "part": "text", "line": 1}
    apis.says("/v1/templates/tpl_1", {**TEMPLATE, "findings": [finding]})
    apis.says("/v1/templates/tpl_1/previews", PREVIEW)
    apis.says("/v1/templates", {**TEMPLATE, "id": "tpl_1"}, 201)
    apis.says("/v1/templates/tpl_1/publication", TEMPLATE)
    async with visitor(scopes=SCOPES) as anna:
        edited = await anna.get("/template-drafts?template=tpl_1")
        words = {
            "subject_en": "{{ what }}",
            "text_en": "Pay now\r\n\r\n{{ statement }}",
            "text_de": " ",
        }
        of = {"name": "friendly", "category": "email", "claims": "interest"}
        kept = await sent(anna, "/template-drafts", **words, **of)
        asked = json.loads(apis.asked[-1].content)
        shown = await anna.get("/templates/tpl_1")
        reason = "A hospital is our customer"
        published = await sent(anna, "/templates/tpl_1/publication", accept_tone=reason)
    assert "&lt;b&gt;Hello&lt;/b&gt;" in edited.text
    assert kept.headers["HX-Redirect"] == "/templates/tpl_1"
    assert asked == {
        "category": "email",
        "name": "friendly",
        "claims": ["interest"],
        "texts": {"en": {"subject": "{{ what }}", "text": "Pay now\n\n{{ statement }}"}},
        "asks_satisfaction": False,
    }
    assert "Why the tone is no fault" in shown.text
    assert "Published" in published.text
    assert json.loads(apis.asked[-1].content) == {"accept_tone": reason}


@servers
async def test_words_that_are_refused_stay_in_the_form_with_the_reason(
    visitor: Visitor, apis: Apis
) -> None:
    errors = [{"detail": "Write a name of small letters.", "pointer": "/name"}]
    refusal = {"code": "invalid_request", "detail": "One field is wrong.", "errors": errors}
    apis.says("/v1/templates", refusal, 422)
    async with visitor(scopes=SCOPES) as anna:
        kept = await sent(anna, "/template-drafts", name="A", category="email", text_en="x")
    assert "HX-Redirect" not in kept.headers
    assert "Write a name of small letters. (/name)" in kept.text
