"""Plan offers: a board, a page of each with what may be done, and one that is tried before it is made."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.console_example import (
    CUSTOMER,
    HUNDRED,
    OF_CUSTOMER,
    SLICE,
    Apis,
    Receive,
    example,
    form_token_of,
)

pytestmark = pytest.mark.servers

OFFER: dict[str, Any] = {
    **OF_CUSTOMER,
    "id": "pof_1",
    "reference": "O-1",
    "state": "referred",
    "asked_by": "debtor",
    "slices": [{**SLICE, "due_date": "2026-02-01"}],
    "total": HUNDRED,
    "options": [
        {
            "option": "1",
            "every": "month",
            "instalments": 1,
            "total": HUNDRED,
            "schedule": [{"due_on": "2026-04-01", "amount": HUNDRED}],
            "cash_effect": [
                {"month": "2026-03", "without": HUNDRED, "planned": HUNDRED, "behind": HUNDRED}
            ],
        }
    ],
    "interest": "frozen",
    "keep_current": True,
    "cure_days": 7,
    "grace_days": 3,
    "wants_to_keep_trading": None,
    "made_on": "2026-03-01",
    "expires_on": None,
    "refusals": [{"rule": "broken_plans", "reason": "It has broken 2 plans."}],
    "words": "<i>Slow</i> until May.",
    "override": None,
    "accepted_option": None,
    "plan_id": None,
    "reason": None,
    "superseded_by": None,
}


@pytest.fixture
def cases(apis: Apis) -> Apis:
    apis.says("/v1/plan-offers", {"data": [OFFER], "has_more": False, "next_cursor": None})
    apis.says("/v1/plan-offers/pof_1", OFFER)
    return apis


async def test_there_is_a_board_a_file_and_a_page(anna: AsyncClient, cases: Apis) -> None:
    assert 'data-href="/plan-offers/pof_1"' in (await anna.get("/plan-offers")).text
    assert "pof_1" in (await anna.get("/plan-offers?format=csv")).text
    assert "&lt;i&gt;Slow&lt;/i&gt; until May." in (await anna.get("/plan-offers/pof_1")).text


@pytest.mark.parametrize(
    ("move", "form", "body"),
    [
        ("override", {"reason": "Sales agrees"}, {"reason": "Sales agrees"}),
        ("decline", {"reason": ""}, {}),
        ("withdrawal", {"reason": "Wrong terms"}, {"reason": "Wrong terms"}),
        ("acceptance", {"option": "1"}, {"option": "1"}),
    ],
)
async def test_it_is_decided_as_the_api_has_it(
    move: str, form: dict[str, str], body: dict[str, Any], anna: AsyncClient, cases: Apis
) -> None:
    path = f"/plan-offers/pof_1/{move}"
    refusal = {"code": "version_mismatch", "detail": "It has changed since; read it again."}
    cases.says(f"/v1{path}", refusal, 412)
    token = form_token_of((await anna.get("/")).text)
    cases.asked.clear()
    answer = await anna.post(path, data={"form_token": token, "once": "1", **form})
    assert json.loads(cases.asked[0].content) == body
    assert "It has changed since" in answer.text


async def test_an_offer_says_what_the_policy_refuses_and_what_may_be_done(
    anna: AsyncClient, cases: Apis
) -> None:
    page = (await anna.get("/plan-offers/pof_1")).text
    for words in ("It has broken 2 plans.", "stands still", "Offer it", "Refuse", "2026-03"):
        assert words in page
    cases.says("/v1/plan-offers/pof_1", {**OFFER, "state": "open", "expires_on": "2026-03-20"})
    page = (await anna.get("/plan-offers/pof_1")).text
    assert "It is agreed" in page
    assert "Refuse" not in page
    cases.says("/v1/plan-offers/pof_1", {**OFFER, "state": "accepted", "plan_id": "pln_1"})
    assert 'href="/plans/pln_1"' in (await anna.get("/plan-offers/pof_1")).text


async def test_an_offer_is_tried_and_made_over_what_is_free(
    anna: AsyncClient, cases: Apis, receive: Receive
) -> None:
    await receive(example("customer.registered.v1"))
    cases.says("/v1/plan-offers/preview", {**OFFER, "expires_on": "2026-03-20"})
    cases.says("/v1/plan-offers", {**OFFER, "state": "open"}, 201)
    assert CUSTOMER in (await anna.get(f"/plan-offers/new?customer_id={CUSTOMER}")).text
    assert "Choose whom" in (await anna.get("/plan-offers/new")).text
    token = form_token_of((await anna.get("/")).text)
    form = {"form_token": token, "customer_id": CUSTOMER, "every": "week", "instalments": "4"}
    form |= {"first_due_on": "2026-04-01", "interest": "frozen", "keep_current": "no"}
    tried = await anna.post("/plan-offers/preview", data=form)
    assert "Why it is offered all the same" in tried.text
    cases.asked.clear()
    made = await anna.post("/plan-offers", data={**form, "once": "7", "reason": "Key account"})
    assert "The debtor sees it on the portal." in made.text
    assert json.loads(cases.asked[0].content) == {
        "customer_id": CUSTOMER,
        "options": [{"every": "week", "instalments": 4, "first_due_on": "2026-04-01"}],
        "interest": "frozen",
        "keep_current": False,
        "reference": "console-7",
        "override": "Key account",
    }


async def test_a_count_that_is_none_is_left_to_the_service_to_refuse(
    anna: AsyncClient, cases: Apis
) -> None:
    mistake = {"detail": "Input should be a valid integer", "pointer": "/options/0/instalments"}
    refused = {"code": "invalid", "detail": "Mistakes.", "errors": [mistake]}
    cases.says("/v1/plan-offers/preview", refused, 422)
    token = form_token_of((await anna.get("/")).text)
    form = {"form_token": token, "customer_id": CUSTOMER, "every": "week", "instalments": "x"}
    tried = await anna.post("/plan-offers/preview", data=form)
    assert "/options/0/instalments" in tried.text
