"""Disputes, plans and promises: boards that say how many there are, and pages where each is decided."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.console_example import (
    HUNDRED,
    INVOICE,
    OF_CUSTOMER,
    SLICE,
    Apis,
    Receive,
    example,
    form_token_of,
)

pytestmark = pytest.mark.servers

DISPUTE: dict[str, Any] = {
    **OF_CUSTOMER,
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
    **OF_CUSTOMER,
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
    **OF_CUSTOMER,
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
REPORT = {"fell_due": 3, "kept": 2, "kept_percent": "66.7", "currencies": []}


@pytest.fixture
def cases(apis: Apis) -> Apis:
    rows = {"disputes": DISPUTE, "plans": PLAN, "promises": PROMISE}
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


async def test_a_service_that_is_away_is_named(anna: AsyncClient, apis: Apis) -> None:
    for path in ("disputes", "plans/pln_1", "promises/prm_1", "approvals"):
        page = await anna.get(f"/{path}")
        assert page.status_code == 200
        assert "Nobody answers at /v1/" in page.text
