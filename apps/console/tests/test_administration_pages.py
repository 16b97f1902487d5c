"""Templates with what somebody would read, imports and drift, keys and users, and the command bar."""

import json
from typing import Any

import pytest
from httpx import AsyncClient, Response

from console.pages.routes.users import role_of, scopes_of
from recoup_service.api.keys import MemoryKeyRing
from recoup_service.api.scopes import AGENCY_SCOPES
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
SCOPES = (
    *("events:read", "actions:read", "templates:read", "templates:write"),
    *("imports:write", "invoices:write", "keys:read", "keys:write", "payments:read"),
)
IMPORT: dict[str, Any] = {
    "id": "imp_1",
    "file_name": "<b>a.csv",
    "format": "csv",
    "kind": None,
    "state": "reading",
    "reason": None,
    "dry_run": False,
    "size": 100,
    "bytes_read": 40,
    "counts": dict.fromkeys(
        ("rows", "created", "changed", "unchanged", "refused", "skipped", "differs"), 7
    ),
}
KEY: dict[str, Any] = {
    "id": "2f1c",
    "name": "ERP",
    "scopes": ["invoices:write"],
    "env": "live",
    "state": "live",
    "expires_at": None,
    "limits": None,
    "agency_id": None,
    "replaced_by": None,
    "reason": None,
    "last_used_at": None,
}


async def sent(client: AsyncClient, path: str, **form: Any) -> Response:
    token = form_token_of((await client.get("/actions")).text)
    return await client.post(path, data={**form, "form_token": token}, headers=IN_PART)


def test_a_key_of_a_role_opens_what_the_role_opens_and_nothing_of_an_agency() -> None:
    assert "tasks:write" in scopes_of("collector")
    assert "keys:write" not in scopes_of("collector")
    assert not set(scopes_of("admin")) & set(AGENCY_SCOPES)
    assert role_of(scopes_of("collector")) == "collector"
    assert role_of(["invoices:write"]) is None


@servers
async def test_an_import_says_how_far_it_is_although_its_rows_cannot_be_read(
    visitor: Visitor, apis: Apis
) -> None:
    apis.says("/v1/imports/imp_1", IMPORT)
    async with visitor(scopes=SCOPES) as anna:
        page = (await anna.get("/imports/imp_1")).text
        apis.says("/v1/imports/imp_1", {**IMPORT, "state": "completed"})
        ended = (await anna.get("/imports/imp_1", headers=IN_PART)).text
    assert '<progress id="read" max="100" value="40">' in page
    assert "&lt;b&gt;a.csv" in page
    assert "Nobody answers at /v1/imports/imp_1/rows" in page
    assert 'hx-get="/imports/imp_1?outcome=refused"' in page
    assert 'hx-get="/imports/imp_1?outcome=refused"' not in ended


@servers
async def test_a_difference_is_settled_with_a_reason(visitor: Visitor, apis: Apis) -> None:
    apis.says("/v1/reconciliations/rec_1/settlements", {"id": "rec_1"})
    async with visitor(scopes=SCOPES) as anna:
        form = {"external_id": "SO-1", "way": "ignored", "reason": "a credit of 2024"}
        done = await sent(anna, "/drift/rec_1/settlements", **form)
    assert "Settled." in done.text
    assert json.loads(apis.asked[-1].content) == form


@servers
async def test_a_key_is_made_with_a_role_and_its_secret_is_shown_once(
    visitor: Visitor, apis: Apis, keys: MemoryKeyRing, receive: Receive
) -> None:
    apis.says("/v1/api-keys", {**KEY, "secret": "rk_live_2f1c_secret"}, 201)
    apis.says("/v1/api-keys/2f1c/revocation", {**KEY, "state": "revoked"})
    async with visitor(scopes=SCOPES) as anna:
        made = await sent(anna, "/users", name="bob", role="viewer", days="30")
        asked = json.loads(apis.asked[-1].content)
        apis.says("/v1/api-keys", {"data": [KEY]})
        listed = (await anna.get("/users")).text
        revoked = await sent(anna, "/users/2f1c/revocation", reason="It was sent by mail.")
        await receive()
        actions = (await anna.get("/actions")).text
    assert asked["name"] == "bob (viewer)"
    assert asked["scopes"] == scopes_of("viewer")
    assert asked["expires_at"].startswith("2026-04-09")
    assert "rk_live_2f1c_secret" in made.text
    assert made.headers["Cache-Control"] == "no-store"
    assert "rk_live_2f1c_secret" not in listed + actions
    assert "Revoked at once." in revoked.text


@servers
async def test_the_command_bar_leads_to_things_pages_and_deeds(
    visitor: Visitor, apis: Apis, receive: Receive
) -> None:
    await receive(example("customer.registered.v1"), example("invoice.issued.v1"))
    amount = {"amount": "125.50", "currency": "EUR"}
    found = {"id": "pay_1", "external_id": "<b>77", "customer_id": CUSTOMER, "amount": amount}
    async with visitor(scopes=SCOPES) as anna:
        away = (await anna.get("/search?q=1042", headers=IN_PART)).text
        apis.says("/v1/payments", {"data": [found]})
        payment = (await anna.get("/search?q=bank", headers=IN_PART)).text
        deed = (await anna.get("/search?q=workflow+write", headers=IN_PART)).text
        page = (await anna.get("/search?q=webh")).text
        by_id = await anna.get("/search?q=whe_5f0c")
        hostile = await anna.get("/search?q=whe_../../x")
    assert "/invoices/inv_91aa" in away
    assert "Payments are not among these. Nobody answers at /v1/payments." in away
    assert f'href="/customers/{CUSTOMER}?kind=money"' in payment
    assert "&lt;b&gt;77" in payment
    assert 'href="/workflow-drafts"' in deed
    assert 'href="/webhooks"' in page
    assert (by_id.status_code, by_id.headers["Location"]) == (303, "/webhooks/whe_5f0c")
    assert hostile.status_code == 200


@servers
async def test_a_day_gone_by_is_shown_as_it_was_known_then(
    visitor: Visitor, apis: Apis, receive: Receive
) -> None:
    await receive(example("customer.registered.v1"), example("invoice.issued.v1"))
    apis.says("/v1/aging", {"as_of": "2026-03-10", "known_on": None, "data": []})
    async with visitor(scopes=SCOPES) as anna:
        page = (await anna.get("/time-machine?day=2026-03-10&known=then")).text
        before = (await anna.get("/time-machine?day=2026-03-09")).text
        odd = await anna.get("/time-machine?day=yesterday")
        ahead = (await anna.get("/time-machine?day=2099-01-01")).text
    [asked] = [each for each in apis.asked if each.url.params.get("known_on")][:1]
    assert (asked.url.params["as_of"], asked.url.params["known_on"]) == ("2026-03-10",) * 2
    assert "Nothing was owed at the end of that day." in page
    assert "Nobody answers at /v1/aging/customers" in page
    assert page.count('<time datetime="2026-03-10') == 2
    assert "Nothing happened on that day." in before
    assert odd.status_code == 200
    assert "As of 10 Mar 2026" in ahead
