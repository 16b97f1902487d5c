"""What waits for a second person: all services' in one list, and never decided by whoever asked."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_service.api.keys import MemoryKeyRing
from recoup_testing.console_example import (
    CUSTOMER,
    INVOICE,
    Apis,
    Receive,
    example,
    form_token_of,
    only_key,
)

pytestmark = pytest.mark.servers

PART = {"HX-Request": "true"}
AMOUNT = {"amount": "80.00", "currency": "EUR"}


def write_off(asked_by: str) -> dict[str, Any]:
    return {
        "id": "apr_1",
        "state": "requested",
        "request": {
            "kind": "write_off",
            "creditor_id": "crd_1",
            "customer_id": CUSTOMER,
            "invoice_id": INVOICE,
            "amount": AMOUNT,
            "reason": "<b>Not worth it</b>",
        },
        "requested_by": asked_by,
        "expires_at": "2026-04-09T09:00:00Z",
        "decided_by": None,
        "reason": None,
        "created_at": "2026-03-10T09:00:00Z",
    }


def listed(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows), "has_more": False, "next_cursor": None}


@pytest.fixture
def waiting(apis: Apis) -> Apis:
    apis.says("/v1/approvals", listed(write_off("key:bea")))
    apis.says("/v1/approvals/apr_1", write_off("key:bea"))
    for path in ("/v1/exceptions", "/v1/placements"):
        apis.says(path, listed())
    return apis


async def test_one_list_of_all_services_and_whoever_is_away_is_named(
    anna: AsyncClient, waiting: Apis, receive: Receive
) -> None:
    await receive(example("customer.registered.v1"), example("invoice.issued.v1"))
    page = await anna.get("/approvals")
    assert "Write off" in page.text
    assert "80.00" in page.text
    assert "Nobody answers at /v1/last-resorts" in page.text
    card = await anna.get("/approvals/approvals/apr_1", headers=PART)
    assert "&lt;b&gt;Not worth it" in card.text
    assert "key:bea" in card.text
    assert "Approve" in card.text
    file = await anna.get("/approvals?format=csv")
    assert "apr_1,Write off" in file.text


async def test_whoever_asked_may_take_it_back_but_not_approve_it(
    anna: AsyncClient, waiting: Apis, keys: MemoryKeyRing
) -> None:
    waiting.says("/v1/approvals/apr_1", write_off(f"key:{only_key(keys).id}"))
    card = await anna.get("/approvals/approvals/apr_1", headers=PART)
    assert "You asked for it yourself" in card.text
    assert ">Approve" not in card.text
    assert "Take it back" in card.text


@pytest.mark.parametrize(
    ("path", "asked", "body"),
    [
        ("approvals/apr_1/approval", "/v1/approvals/apr_1/approval", {}),
        ("exceptions/exc_1/refusal", "/v1/exceptions/exc_1/refusal", {"reason": "Too long"}),
        ("placements/plc_1/refusal", "/v1/placements/plc_1/rejection", {"reason": "Too long"}),
    ],
)
async def test_each_is_decided_where_it_is_kept(
    path: str, asked: str, body: dict[str, Any], anna: AsyncClient, waiting: Apis
) -> None:
    waiting.says(asked, {"id": "1", "state": "approved"})
    token = form_token_of((await anna.get("/")).text)
    waiting.asked.clear()
    form = {"form_token": token, "once": "1", "version": '"2"', "reason": "Too long"}
    answer = await anna.post(f"/approvals/{path}", data=form)
    assert "say good" in answer.text
    assert [request.url.path for request in waiting.asked] == [asked]
    assert json.loads(waiting.asked[0].content) == body
    assert waiting.asked[0].headers["If-Match"] == '"2"'


async def test_a_kind_there_is_none_of_is_told_so(anna: AsyncClient, waiting: Apis) -> None:
    assert (await anna.get("/approvals/keys/1")).status_code == 404
    assert (await anna.get("/approvals?kind=nonsense&show=x")).status_code == 200
