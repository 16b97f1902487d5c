from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import InvoiceId, TenantId, derived, receivable_id_of
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur_json

pytestmark = pytest.mark.usefixtures("receive")

ACME = TenantId("acme")
ID = derived("pln", ACME, "PLAN-1")


def part(external_id: str, amount: str) -> dict[str, Any]:
    return {"invoice_external_id": external_id, "amount": eur_json(amount)}


def due(day: str, amount: str) -> dict[str, Any]:
    return {"due_on": day, "amount": eur_json(amount)}


def covered(external_id: str, amount: str) -> dict[str, Any]:
    id = InvoiceId(derived("inv", ACME, external_id))
    return {
        "invoice_id": id,
        "receivable_id": receivable_id_of(id, 0),
        "amount": eur_json(amount),
    }


NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "PLAN-1",
    "slices": [part("SO-1", "60.00"), part("SO-2", "40.00")],
    "schedule": [due("2026-03-02", "50.00"), due("2026-04-02", "50.00")],
}
OPEN = {"open": eur_json("50.00"), "agreed_amount": eur_json("50.00"), "state": "open"}
MARCH = {**due("2026-03-02", "50.00"), **OPEN, "agreed_due_on": "2026-03-02"}
APRIL = {**due("2026-04-02", "50.00"), **OPEN, "agreed_due_on": "2026-04-02"}
SHOWN = {
    "id": ID,
    "reference": "PLAN-1",
    "metadata": {},
    "created_at": "2026-03-01T09:00:00Z",
    "updated_at": "2026-03-01T09:00:00Z",
    "customer_id": derived("cus", ACME, "C-1"),
    "creditor_id": CREDITOR,
    "state": "running",
    "slices": [
        covered("SO-1", "60.00"),
        covered("SO-2", "40.00"),
    ],
    "schedule": [MARCH, APRIL],
    "next_instalment": MARCH,
    "suspended_since": None,
    "suspended_by": None,
    "total": eur_json("100.00"),
    "lowered": eur_json("0.00"),
    "settled": eur_json("0.00"),
    "remaining": eur_json("100.00"),
    "grace_days": 3,
    "credits_lower": "spread",
    "keep_current": False,
    "cure_days": None,
    "interest": "runs",
    "breaches": [],
    "broken_by": None,
    "time_zone": "Europe/Berlin",
    "offer_id": None,
    "reason": None,
    "version": 1,
    "replaces": None,
    "replaced_by": None,
}
PROPOSAL = {
    "slices": [part("SO-1", "60.00"), part("SO-2", "40.01")],
    "instalments": 3,
    "first_due_on": "2026-03-31",
    "every": "month",
}


async def test_an_agreed_plan_is_shown_where_it_says(erp: AsyncClient) -> None:
    agreed = await erp.post("/v1/plans", json=NEW)
    assert (agreed.status_code, agreed.json()) == (201, SHOWN)
    read = await erp.get(agreed.headers["Location"])
    assert (read.status_code, read.json()) == (200, SHOWN)
    assert read.headers["ETag"] == agreed.headers["ETag"]


async def test_a_running_plan_is_cancelled_by_who_has_seen_it(erp: AsyncClient) -> None:
    seen = (await erp.post("/v1/plans", json=NEW)).headers["ETag"]
    path, body = f"/v1/plans/{ID}/cancellation", {"reason": "Pays at once."}
    assert (await erp.post(path, json=body)).status_code == 428
    cancelled = await erp.post(path, json=body, headers={"If-Match": seen})
    changes = {"state": "cancelled", "next_instalment": None, "reason": "Pays at once."}
    assert (cancelled.status_code, cancelled.json()) == (200, {**SHOWN, **changes})
    again = await erp.post(path, json=body, headers={"If-Match": cancelled.headers["ETag"]})
    assert (again.status_code, again.json()["code"]) == (409, "plan_refused")


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"customer_external_id": "C-2"}, 422, "unknown_customer", "/customer_external_id"),
        (
            {"slices": [part("SO-1", "60.00"), part("SO-3", "40.00")]},
            422,
            "unknown_invoice",
            "/slices/1",
        ),
        (
            {"slices": [part("SO-1", "60.01"), part("SO-2", "39.99")]},
            422,
            "slice_unacceptable",
            "/slices/0/amount/amount",
        ),
        ({"slices": []}, 422, "invalid_request", "/slices"),
        ({"slices": [part("SO-1", "0.00")]}, 422, "invalid_request", "/slices/0/amount/amount"),
        ({"schedule": [due("2026-03-02", "99.99")]}, 422, "schedule_unacceptable", "/schedule"),
        (
            {"schedule": [due("2026-02-28", "100.00")]},
            422,
            "schedule_unacceptable",
            "/schedule/0/due_on",
        ),
        (
            {"schedule": [due("9999-12-31", "100.00")]},
            422,
            "invalid_request",
            "/schedule/0/due_on",
        ),
        ({"grace_days": "3"}, 422, "invalid_request", "/grace_days"),
        ({"colour": "red"}, 422, "invalid_request", "/colour"),
    ],
)
async def test_a_problem_points_at_what_is_wrong(
    erp: AsyncClient, changes: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    refused = await erp.post("/v1/plans", json={**NEW, **changes})
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_a_reference_names_one_plan_whoever_the_customer_is(erp: AsyncClient) -> None:
    await erp.post("/v1/plans", json=NEW)
    refused = await erp.post("/v1/plans", json={**NEW, "customer_external_id": "C-2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "duplicate_reference")
    assert ID in refused.json()["detail"]


async def test_an_invoice_under_a_running_plan_is_not_planned_again(erp: AsyncClient) -> None:
    await erp.post("/v1/plans", json=NEW)
    refused = await erp.post("/v1/plans", json={**NEW, "reference": "PLAN-2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "invoice_covered")


async def test_a_proposal_adds_up_and_can_be_agreed_as_it_is(erp: AsyncClient) -> None:
    proposed = (await erp.post("/v1/plans/proposals", json=PROPOSAL)).json()
    assert proposed == {
        "total": eur_json("100.01"),
        "schedule": [
            due("2026-03-31", "33.34"),
            due("2026-04-30", "33.34"),
            due("2026-05-31", "33.33"),
        ],
    }
    body = {**NEW, "slices": PROPOSAL["slices"], "schedule": proposed["schedule"]}
    assert (await erp.post("/v1/plans", json=body)).status_code == 201


async def test_a_plan_may_add_up_to_more_than_any_amount(erp: AsyncClient) -> None:
    slices = [part(f"SO-{i}", "9999999999999.99") for i in range(100)]
    proposed = await erp.post("/v1/plans/proposals", json={**PROPOSAL, "slices": slices})
    assert proposed.json()["total"] == eur_json("999999999999999.00")


async def test_a_proposal_has_one_currency(erp: AsyncClient) -> None:
    dollars = {"invoice_external_id": "SO-2", "amount": {"amount": "40.00", "currency": "USD"}}
    body = {**PROPOSAL, "slices": [part("SO-1", "60.00"), dollars]}
    refused = await erp.post("/v1/plans/proposals", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "currency_unacceptable")


async def test_a_plan_nobody_agreed_is_not_found(erp: AsyncClient) -> None:
    assert (await erp.get("/v1/plans/pln_0")).json()["code"] == "not_found"
