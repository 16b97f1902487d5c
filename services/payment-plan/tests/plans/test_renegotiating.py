"""A plan that runs is renegotiated: another one takes its place over all that it still waits for."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import derived
from recoup_events.payment_plan import PlanAgreed, PlanCancelled, PlanInterest
from recoup_testing.covered_invoices import ACME, FIRST, applied
from recoup_testing.money import eur_json

OLD, NEW_ID = derived("pln", ACME, "PLAN-1"), derived("pln", ACME, "PLAN-2")
CHANGED = f"/v1/plans/{OLD}/renegotiation"
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "PLAN-1",
    "slices": [
        {"invoice_external_id": "SO-1", "amount": eur_json("60.00")},
        {"invoice_external_id": "SO-2", "amount": eur_json("40.00")},
    ],
    "schedule": [
        {"due_on": "2026-03-02", "amount": eur_json("50.00")},
        {"due_on": "2026-04-02", "amount": eur_json("50.00")},
    ],
    "grace_days": 5,
    "interest": "frozen",
}
CHANGE: dict[str, Any] = {
    "reference": "PLAN-2",
    "reason": "Their own customer pays in May.",
    "schedule": [
        {"due_on": "2026-04-30", "amount": eur_json("20.00")},
        {"due_on": "2026-05-29", "amount": eur_json("60.00")},
    ],
}
Receive = Callable[..., Awaitable[list[Event]]]
Recorded = Callable[[], Awaitable[list[Event]]]


@pytest.fixture
async def agreed(erp: AsyncClient, receive: Receive) -> None:
    """100 over two invoices, of which 20 are paid."""
    await erp.post("/v1/plans", json=NEW)
    await receive(applied(FIRST, 20_00, 40_00))


@pytest.mark.usefixtures("agreed")
async def test_the_new_plan_covers_what_the_old_one_waited_for_and_each_names_the_other(
    erp: AsyncClient, recorded: Recorded
) -> None:
    answer = await erp.post(CHANGED, json=CHANGE)
    new = answer.json()
    assert answer.status_code == 201, new
    assert (new["id"], new["version"], new["replaces"]) == (NEW_ID, 2, OLD)
    assert [slice["amount"] for slice in new["slices"]] == [eur_json("40.00"), eur_json("40.00")]
    assert (new["total"], new["remaining"]) == (eur_json("80.00"), eur_json("80.00"))
    assert (new["grace_days"], new["interest"]) == (5, "frozen")
    old = (await erp.get(f"/v1/plans/{OLD}")).json()
    assert (old["state"], old["replaced_by"]) == ("cancelled", NEW_ID)
    assert old["reason"] == CHANGE["reason"]
    said = [type(event) for event in await recorded()]
    assert said.index(PlanCancelled) + 1 == len(said) - 1 - said[::-1].index(PlanAgreed)


@pytest.mark.usefixtures("agreed")
async def test_it_may_be_renegotiated_again_on_other_terms(erp: AsyncClient) -> None:
    await erp.post(CHANGED, json=CHANGE)
    whole = {"due_on": "2026-06-30", "amount": eur_json("80.00")}
    again = {**CHANGE, "reference": "PLAN-3", "schedule": [whole], "grace_days": 0}
    answer = await erp.post(f"/v1/plans/{NEW_ID}/renegotiation", json=again | {"interest": "runs"})
    third = answer.json()
    assert (third["version"], third["replaces"], third["grace_days"]) == (3, NEW_ID, 0)
    assert third["interest"] == PlanInterest.RUNS


@pytest.mark.usefixtures("agreed")
async def test_what_was_paid_on_the_old_plan_is_not_expected_of_the_new_one(
    erp: AsyncClient, receive: Receive
) -> None:
    """What comes now fills the new one."""
    await erp.post(CHANGED, json=CHANGE)
    await receive(applied(FIRST, 30_00, 10_00, nth=2))
    new = (await erp.get(f"/v1/plans/{NEW_ID}")).json()
    assert new["remaining"] == eur_json("50.00")
    assert [each["state"] for each in new["schedule"]] == ["paid", "open"]


@pytest.mark.usefixtures("agreed")
async def test_what_was_missed_is_not_held_against_the_new_one(
    erp: AsyncClient, wake: Callable[[datetime], Awaitable[None]]
) -> None:
    await wake(datetime(2026, 3, 4, 9, tzinfo=UTC))
    old = (await erp.get(f"/v1/plans/{OLD}")).json()
    assert old["schedule"][0]["state"] == "missed"
    await erp.post(CHANGED, json=CHANGE)
    await wake(datetime(2026, 3, 20, 9, tzinfo=UTC))
    new = (await erp.get(f"/v1/plans/{NEW_ID}")).json()
    assert (new["state"], new["schedule"][0]["state"]) == ("running", "open")


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        (
            {"schedule": [{"due_on": "2026-05-29", "amount": eur_json("100.00")}]},
            422,
            "schedule_unacceptable",
            "/schedule",
        ),
        ({"reference": "PLAN-1"}, 409, "duplicate_reference", "/reference"),
        ({"reason": ""}, 422, "invalid_request", "/reason"),
    ],
)
async def test_what_cannot_be_is_refused_and_the_plan_runs_on(
    change: dict[str, Any], status: int, code: str, pointer: str, erp: AsyncClient
) -> None:
    answer = await erp.post(CHANGED, json=CHANGE | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
    found = [each["pointer"] for each in answer.json().get("errors", [])]
    assert found == [pointer]
    old = (await erp.get(f"/v1/plans/{OLD}")).json()
    assert (old["state"], old["remaining"]) == ("running", eur_json("80.00"))


@pytest.mark.usefixtures("agreed")
async def test_what_has_ended_is_not_renegotiated(erp: AsyncClient) -> None:
    seen = (await erp.get(f"/v1/plans/{OLD}")).headers["ETag"]
    await erp.post(
        f"/v1/plans/{OLD}/cancellation", json={"reason": "Pays."}, headers={"If-Match": seen}
    )
    answer = await erp.post(CHANGED, json=CHANGE)
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_refused")
    nobody = await erp.post("/v1/plans/pln_0/renegotiation", json=CHANGE)
    assert nobody.status_code == 404
