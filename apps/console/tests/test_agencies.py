"""Agencies and placements: what each recovers, approve and recall with a reason, and money in transit."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.console_example import CUSTOMER, INVOICE, Apis, Receive, example, form_token_of

pytestmark = pytest.mark.servers

HUNDRED = {"amount": "100.00", "currency": "EUR"}
NOTHING = {"amount": "0.00", "currency": "EUR"}
AT = "2026-03-09T08:00:00Z"
PLACEMENT: dict[str, Any] = {
    "id": "plc_1",
    "agency_id": "agn_1",
    "customer_id": CUSTOMER,
    "creditor_id": "crd_1",
    "state": "placed",
    "placed": HUNDRED,
    "balance": HUNDRED,
    "remitted": NOTHING,
    "commission": {"percent": "20"},
    "standards": {"title": "<b>Standards</b>", "version": "2026-01"},
    "answer_by": AT,
    "reference": "NW-1",
    "contact_stopped_by": [],
    "report_until": None,
    "reason": "No answer in 120 days.",
    "created_at": AT,
    "items": [
        {
            "invoice_id": INVOICE,
            "receivable_id": "rcv_1",
            "placed": HUNDRED,
            "balance": HUNDRED,
            "askable": {"amount": "60.00", "currency": "EUR"},
        }
    ],
    "offers_decided": [],
}
OFFER = {
    "external_id": "O-1",
    "kind": "offer",
    "reported_at": AT,
    "content": {"amount": HUNDRED, "pay_by": "2026-04-01", "instalments": 2},
    "breach": False,
}
RESULT = {
    "agency_id": "agn_1",
    "name": "Northwind",
    **dict.fromkeys(("offered", "accepted", "contacts", "breaches", "disputes"), 2),
    "remitted": HUNDRED,
    "placed": HUNDRED,
    "rate": "41.5",
    "days_to_pay": "12.0",
}
REMITTANCE: dict[str, Any] = {
    "id": "rmt_1",
    "reference": "RM-1",
    "agency_name": "Northwind",
    "state": "short",
    "opened_on": "2026-03-01",
    **dict.fromkeys(("gross", "net", "in_transit"), HUNDRED),
    **dict.fromkeys(("commission", "arrived", "taken_back"), NOTHING),
    "transfers": [],
    "settlements": [],
    "hints": ["5.00 EUR are missing."],
}
PART = {"HX-Request": "true"}


def listed(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows), "has_more": False, "next_cursor": None}


@pytest.fixture
def agencies(apis: Apis) -> Apis:
    apis.says("/v1/placements", listed(PLACEMENT))
    apis.says("/v1/placements/plc_1", PLACEMENT)
    apis.says("/v1/placements/plc_1/reports", listed(OFFER))
    apis.says("/v1/agencies", listed({"id": "agn_1", "name": "Northwind", "closed": None}))
    apis.says("/v1/agencies/agn_1", {"id": "agn_1", "name": "Northwind"})
    apis.says("/v1/agency-report", {"data": [RESULT]})
    apis.says("/v1/remittances", listed(REMITTANCE))
    apis.says("/v1/remittances/rmt_1", REMITTANCE)
    return apis


async def posted(
    anna: AsyncClient, apis: Apis, path: str, form: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The answer, and what the API was asked for with it."""
    token = form_token_of((await anna.get("/placements")).text)
    apis.asked.clear()
    answer = await anna.post(path, data={"form_token": token, "once": "1", **form})
    return answer.text, json.loads(apis.asked[0].content)


async def test_a_placement_shows_what_was_placed_reported_and_agreed(
    anna: AsyncClient, agencies: Apis, receive: Receive
) -> None:
    await receive(example("customer.registered.v1"), example("invoice.issued.v1"))
    page = (await anna.get("/placements")).text
    assert 'hx-get="/placements/cards/plc_1"' in page
    card = (await anna.get("/placements/cards/plc_1", headers=PART)).text
    assert "&lt;b&gt;Standards" in card
    assert "may be asked for" in card
    assert 'name="accepted" value="true"' in card


@pytest.mark.parametrize(
    ("move", "form", "body"),
    [
        ("approval", {"days": "14"}, {"answer_days": 14}),
        ("rejection", {"reason": " too soon "}, {"reason": "too soon"}),
        ("recall", {"reason": "A plan", "days": "3"}, {"reason": "A plan", "report_days": 3}),
    ],
)
async def test_a_move_is_what_the_api_takes(
    move: str, form: dict[str, Any], body: dict[str, Any], anna: AsyncClient, agencies: Apis
) -> None:
    path = f"/v1/placements/plc_1/{move}"
    agencies.says(path, PLACEMENT)
    form = {"version": '"4"', **form}
    text, sent = await posted(anna, agencies, f"/placements/cards/plc_1/{move}", form)
    assert sent == body
    assert agencies.asked[0].headers["If-Match"] == '"4"'
    assert path in text


async def test_whoever_proposed_it_is_told_that_a_second_person_approves(
    anna: AsyncClient, agencies: Apis
) -> None:
    refusal = {"code": "second_person_needed", "detail": "Ask a second person."}
    agencies.says("/v1/placements/plc_1/approval", refusal, 409)
    text, _ = await posted(anna, agencies, "/placements/cards/plc_1/approval", {})
    assert "Ask a second person." in text


async def test_an_offer_is_decided_with_a_reason(anna: AsyncClient, agencies: Apis) -> None:
    agencies.says("/v1/placements/plc_1/offers/O-1/decision", PLACEMENT)
    form = {"external_id": "O-1", "accepted": "false", "reason": "Too little"}
    _, sent = await posted(anna, agencies, "/placements/offers/plc_1", form)
    assert sent == {"accepted": False, "reason": "Too little"}


async def test_money_in_transit_says_what_to_do_and_is_settled(
    anna: AsyncClient, agencies: Apis
) -> None:
    assert "RM-1" in (await anna.get("/placements/remittances?state=short")).text
    card = (await anna.get("/placements/money/rmt_1", headers=PART)).text
    assert "5.00 EUR are missing." in card
    agencies.says("/v1/remittances/rmt_1/settlement", REMITTANCE)
    form = {"reason": "Bank's fee"}
    text, sent = await posted(anna, agencies, "/placements/money/rmt_1/settlement", form)
    assert (sent, "Settled" in text) == ({"reason": "Bank's fee"}, True)


async def test_agencies_are_compared(anna: AsyncClient, agencies: Apis) -> None:
    page = (await anna.get("/agencies")).text
    assert "41.5 %" in page
    assert "2 of 2" in page


async def test_a_service_that_is_away_is_named(anna: AsyncClient, apis: Apis) -> None:
    away = {"code": "service_unavailable", "detail": "Nobody answers there."}
    for path in ("/v1/agencies", "/v1/agency-report", "/v1/placements"):
        apis.says(path, away, 503)
    assert "Nobody answers there." in (await anna.get("/agencies")).text
    assert "Nobody answers there." in (await anna.get("/placements")).text
