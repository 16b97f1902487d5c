from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import InvoiceId, TenantId, derived, receivable_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR

ACME = TenantId("acme")
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "invoice_external_id": "SO-1",
    "reference": "TICKET-1",
    "amount": {"amount": "60.00", "currency": "EUR"},
    "reason": "quality",
    "statement": "Half of the bolts are bent.\nSee the photographs.",
}
ID = derived("dsp", ACME, "TICKET-1")
TERM = receivable_id_of(InvoiceId(derived("inv", ACME, "SO-1")), 0)
SHOWN = {
    "id": ID,
    "reference": "TICKET-1",
    "metadata": {},
    "created_at": "2026-01-20T09:00:00Z",
    "updated_at": "2026-01-20T09:00:00Z",
    "customer_id": derived("cus", ACME, "C-1"),
    "creditor_id": CREDITOR,
    "invoice_id": derived("inv", ACME, "SO-1"),
    "amount": {"amount": "60.00", "currency": "EUR"},
    "slices": [{"receivable_id": TERM, "amount": {"amount": "60.00", "currency": "EUR"}}],
    "line": None,
    "reason": "quality",
    "statement": "Half of the bolts are bent.\nSee the photographs.",
    "state": "open",
    "review_at": "2026-02-19T09:00:00Z",
    "overdue": False,
    "owner": None,
    "team": None,
    "validation": None,
    "verified_on": None,
    "awaits_verification": False,
    "conversation": [],
    "credit": None,
    "outcome_reason": None,
    "evidence": [],
    "lacks": [{"provided_by": "debtor", "what": "photographs of the defect"}],
}
ENDED: dict[str, Any] = {"review_at": None, "lacks": [], "outcome_reason": "Looked at it."}
WHY = {"reason": "Looked at it."}
PART = {"amount": "20.00", "currency": "EUR"}


@pytest.fixture
async def etag(erp: AsyncClient) -> str:
    """Of the dispute that stands open."""
    opened = await erp.post("/v1/disputes", json=NEW)
    assert opened.status_code == 201, opened.text
    etag: str = opened.headers["ETag"]
    return etag


async def test_an_opened_dispute_is_shown_where_it_says(erp: AsyncClient) -> None:
    opened = await erp.post("/v1/disputes", json=NEW)
    assert (opened.status_code, opened.json()) == (201, SHOWN)
    read = await erp.get(opened.headers["Location"])
    assert (read.status_code, read.json()) == (200, SHOWN)
    assert read.headers["ETag"] == opened.headers["ETag"]


async def test_recoups_ids_and_no_amount_will_do(erp: AsyncClient) -> None:
    body = {
        "customer_id": SHOWN["customer_id"],
        "invoice_id": SHOWN["invoice_id"],
        **{name: NEW[name] for name in ("reference", "reason", "statement")},
    }
    opened = await erp.post("/v1/disputes", json=body)
    whole = {"amount": "100.00", "currency": "EUR"}
    slices = [{"receivable_id": TERM, "amount": whole}]
    assert opened.json() == {**SHOWN, "amount": whole, "slices": slices}


async def test_a_line_is_contested_with_its_tax(erp: AsyncClient) -> None:
    body = {**{k: v for k, v in NEW.items() if k != "amount"}, "line": 1}
    opened = await erp.post("/v1/disputes", json=body)
    amount = {"amount": "35.70", "currency": "EUR"}
    assert (opened.json()["line"], opened.json()["amount"]) == (1, amount)


@pytest.mark.parametrize(
    ("path", "body", "changes"),
    [
        ("withdrawal", WHY, {"state": "withdrawn"}),
        (
            "resolution",
            {**WHY, "outcome": "upheld"},
            {"state": "upheld", "credit": NEW["amount"]},
        ),
        (
            "resolution",
            {**WHY, "outcome": "partly_upheld", "credit": PART},
            {"state": "partly_upheld", "credit": PART},
        ),
        ("resolution", {**WHY, "outcome": "rejected"}, {"state": "rejected"}),
    ],
)
async def test_a_dispute_ends(
    erp: AsyncClient, etag: str, path: str, body: dict[str, Any], changes: dict[str, Any]
) -> None:
    ended = await erp.post(f"/v1/disputes/{ID}/{path}", json=body, headers={"If-Match": etag})
    assert (ended.status_code, ended.json()) == (200, {**SHOWN, **ENDED, **changes})


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"invoice_external_id": "SO-2"}, 422, "unknown_invoice", "/invoice_external_id"),
        ({"customer_external_id": "C-2"}, 422, "unknown_invoice", "/invoice_external_id"),
        (
            {"amount": {"amount": "100.01", "currency": "EUR"}},
            422,
            "exceeds_balance",
            "/amount/amount",
        ),
        ({"line": 2}, 422, "unknown_line", "/line"),
        ({"amount": {"amount": 60.0, "currency": "EUR"}}, 422, "invalid_request", "/amount/amount"),
        (
            {"amount": {"amount": "0.00", "currency": "EUR"}},
            422,
            "invalid_request",
            "/amount/amount",
        ),
        ({"reason": "mood"}, 422, "invalid_request", "/reason"),
        ({"statement": "\x00"}, 422, "invalid_request", "/statement"),
        ({"colour": "red"}, 422, "invalid_request", "/colour"),
    ],
)
async def test_a_problem_points_at_what_is_wrong(
    erp: AsyncClient, changes: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    refused = await erp.post("/v1/disputes", json={**NEW, **changes})
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_a_reference_names_one_dispute_whoever_the_customer_is(
    erp: AsyncClient, etag: str
) -> None:
    refused = await erp.post("/v1/disputes", json={**NEW, "customer_external_id": "C-2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "duplicate_reference")
    assert ID in refused.json()["detail"]


async def test_a_credit_belongs_to_a_dispute_upheld_in_part(erp: AsyncClient, etag: str) -> None:
    body = {**WHY, "outcome": "rejected", "credit": PART}
    refused = await erp.post(f"/v1/disputes/{ID}/resolution", json=body, headers={"If-Match": etag})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/credit"]


async def test_who_decides_says_on_what(erp: AsyncClient, etag: str) -> None:
    path = f"/v1/disputes/{ID}/withdrawal"
    assert (await erp.post(path, json=WHY)).status_code == 428
    assert (await erp.post(path, json=WHY, headers={"If-Match": '"1"'})).status_code == 412


async def test_a_dispute_nobody_opened_is_not_found(erp: AsyncClient) -> None:
    assert (await erp.get("/v1/disputes/dsp_0")).json()["code"] == "not_found"


async def test_a_dispute_nobody_decides_becomes_overdue_after_thirty_days(
    erp: AsyncClient, etag: str, service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    ticker = Ticker(command_runner, clock, "system:dispute", service.timer_handlers)
    clock.turn(timedelta(days=30, microseconds=-1))
    assert await ticker.step() == 0
    clock.turn(timedelta(microseconds=1))
    assert await ticker.step() == 1
    overdue = {**SHOWN, "overdue": True, "updated_at": "2026-02-19T09:00:00Z"}
    assert (await erp.get(f"/v1/disputes/{ID}")).json() == overdue
