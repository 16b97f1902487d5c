"""Disputes, plans and promises: boards that say how many there are, and pages where each is decided."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.console_example import CUSTOMER, INVOICE, Apis, Receive, example, form_token_of

pytestmark = pytest.mark.servers

HUNDRED = {"amount": "100.00", "currency": "EUR"}
SHARED = {"customer_id": CUSTOMER, "creditor_id": "crd_1", "created_at": "2026-03-01T09:00:00Z"}
SLICE = {"invoice_id": INVOICE, "receivable_id": "rcv_1", "amount": HUNDRED}
DISPUTE: dict[str, Any] = {
    **SHARED,
    "id": "dsp_1",
    "invoice_id": INVOICE,
    "amount": HUNDRED,
    "slices": [{"receivable_id": "rcv_1", "amount": HUNDRED}],
    "reason": "quality",
    "statement": "<u>Bent</u>",
    "state": "open",
    "review_at": "2026-03-20T09:00:00Z",
    "overdue": False,
    "owner": "m.weber",
    "team": "dach",
    "validation": {"received_on": "2026-03-02", "ends_on": "2026-03-20"},
    "verified_on": None,
    "awaits_verification": True,
    "conversation": [{"id": "ent_1", "speaker": "internal", "words": "<b>Asked</b> the carrier."}],
    "credit": None,
    "outcome_reason": None,
    "line": 2,
    "evidence": [
        {
            "id": "evd_1",
            "name": "Sent on the portal",
            "provided_by": "debtor",
            "state": "received",
            "content_type": "image/png",
        }
    ],
    "lacks": [],
}
INSTALMENT = {
    "due_on": "2026-03-01",
    "agreed_due_on": "2026-03-01",
    "amount": HUNDRED,
    "open": HUNDRED,
    "state": "missed",
}
PLAN: dict[str, Any] = {
    **SHARED,
    "id": "pln_1",
    "state": "running",
    "slices": [SLICE],
    "schedule": [INSTALMENT],
    "next_instalment": INSTALMENT,
    "suspended_since": None,
    "suspended_by": None,
    "total": HUNDRED,
    "settled": {"amount": "0.00", "currency": "EUR"},
    "remaining": HUNDRED,
    "grace_days": 3,
    "time_zone": "Europe/Berlin",
    "reason": None,
}
PROMISE: dict[str, Any] = {
    **SHARED,
    "id": "prm_1",
    "state": "open",
    "promised": HUNDRED,
    "paid": {"amount": "0.00", "currency": "EUR"},
    "made_on": "2026-03-01",
    "due_on": "2026-03-12",
    "last_day": "2026-03-14",
    "kept_on": None,
    "withdrawn": None,
    "given_by": "call",
    "given": {"by": "call"},
    "words": "By Friday.",
    "resumes": "at_once",
    "slices": [{**SLICE, "open": HUNDRED}],
}
OFFER: dict[str, Any] = {
    **SHARED,
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
REPORT = {"fell_due": 3, "kept": 2, "kept_percent": "66.7", "currencies": []}


@pytest.fixture
def cases(apis: Apis) -> Apis:
    rows = {"disputes": DISPUTE, "plans": PLAN, "promises": PROMISE, "plan-offers": OFFER}
    for path, row in rows.items():
        apis.says(f"/v1/{path}", {"data": [row], "has_more": False, "next_cursor": None})
        apis.says(f"/v1/{path}/{row['id']}", row)
    apis.says("/v1/promise-report", REPORT)
    apis.says("/v1/plans/kept-rate", {"data": []})
    return apis


async def test_each_has_a_board_a_file_and_a_page(
    anna: AsyncClient, cases: Apis, receive: Receive
) -> None:
    await receive(
        example("customer.registered.v1"),
        example("invoice.issued.v1"),
        example("dispute.opened.v1"),
    )
    for board, id, words in (
        ("disputes", "dsp_1", "&lt;u&gt;Bent"),
        ("plans", "pln_1", "missed"),
        ("promises", "prm_1", "By Friday."),
        ("plan-offers", "pof_1", "&lt;i&gt;Slow&lt;/i&gt; until May."),
    ):
        page = await anna.get(f"/{board}")
        assert f'data-href="/{board}/{id}"' in page.text
        assert id in (await anna.get(f"/{board}?format=csv")).text
        one = await anna.get(f"/{board}/{id}")
        assert one.status_code == 200
        assert words in one.text
        assert "curl" in one.text
    assert "Line 2 of the invoice" in (await anna.get("/disputes/dsp_1")).text
    assert ">Open <span" in (await anna.get("/disputes")).text
    assert "66.7 %" in (await anna.get("/promises/parts/kept")).text
    assert "none has fallen due" in (await anna.get("/plans/parts/kept")).text


async def test_evidence_is_looked_at_where_it_can_do_nothing(
    anna: AsyncClient, cases: Apis
) -> None:
    assert 'href="/disputes/dsp_1/evidence/evd_1"' in (await anna.get("/disputes/dsp_1")).text
    cases.says("/v1/disputes/dsp_1/evidence/evd_1/content", {"the": "bytes"})
    seen = await anna.get("/disputes/dsp_1/evidence/evd_1")
    assert seen.content == b'{"the":"bytes"}'
    assert seen.headers["Content-Security-Policy"].startswith("sandbox;")
    assert (await anna.get("/disputes/dsp_1/evidence/evd_2")).status_code == 404


async def test_a_dispute_says_whose_it_is_what_was_said_and_what_is_owed_first(
    anna: AsyncClient, cases: Apis
) -> None:
    page = (await anna.get("/disputes/dsp_1")).text
    for words in ("m.weber", "dach", "&lt;b&gt;Asked&lt;/b&gt; the carrier.", "cannot be rejected"):
        assert words in page


@pytest.mark.parametrize(
    ("path", "form", "body"),
    [
        (
            "/disputes/dsp_1/verification",
            {"sent_on": "2026-03-05", "reason": "Copy of the contract"},
            {"sent_on": "2026-03-05", "what": "Copy of the contract"},
        ),
        (
            "/disputes/dsp_1/conversation",
            {"once": "form-1", "speaker": "from_debtor", "reason": "Well?"},
            {"reference": "form-1", "speaker": "from_debtor", "words": "Well?"},
        ),
        (
            "/disputes/dsp_1/resolution",
            {
                "outcome": "partly_upheld",
                "credit": "40.00",
                "currency": "EUR",
                "reason": "Ten bent",
            },
            {
                "outcome": "partly_upheld",
                "credit": {"amount": "40.00", "currency": "EUR"},
                "reason": "Ten bent",
            },
        ),
        (
            "/plans/pln_1/renegotiation",
            {
                "once": "form-1",
                "currency": "EUR",
                "schedule": "2026-05-29 60.00\n\n2026-06-30  40.00",
                "reason": "Later",
            },
            {
                "reference": "console-form-1",
                "reason": "Later",
                "schedule": [
                    {"due_on": "2026-05-29", "amount": {"amount": "60.00", "currency": "EUR"}},
                    {"due_on": "2026-06-30", "amount": {"amount": "40.00", "currency": "EUR"}},
                ],
            },
        ),
        ("/plans/pln_1/cancellation", {"reason": "Pays at once"}, {"reason": "Pays at once"}),
        ("/plan-offers/pof_1/override", {"reason": "Sales agrees"}, {"reason": "Sales agrees"}),
        ("/plan-offers/pof_1/decline", {"reason": ""}, {}),
        ("/plan-offers/pof_1/withdrawal", {"reason": "Wrong terms"}, {"reason": "Wrong terms"}),
        ("/plan-offers/pof_1/acceptance", {"option": "1"}, {"option": "1"}),
        ("/promises/prm_1/withdrawal", {"why": "in_error"}, {"reason": "in_error"}),
    ],
)
async def test_it_is_decided_as_the_api_has_it(
    path: str, form: dict[str, str], body: dict[str, Any], anna: AsyncClient, cases: Apis
) -> None:
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


async def test_a_service_that_is_away_is_named(anna: AsyncClient, apis: Apis) -> None:
    for path in ("disputes", "plans/pln_1", "plan-offers/pof_1", "promises/prm_1", "approvals"):
        page = await anna.get(f"/{path}")
        assert page.status_code == 200
        assert "Nobody answers at /v1/" in page.text
