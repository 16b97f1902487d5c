from datetime import timedelta
from typing import Any

from httpx import AsyncClient

from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.ids import ConditionId, receivable_id_of
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    Outcome,
    PlacementBalanceChanged,
    PlacementSuspended,
    RunReason,
)
from recoup_testing.agencies import NORTHWIND
from recoup_testing.covered_slices import OPENED
from recoup_testing.reminders_example import CUSTOMER, INVOICE, paid
from recoup_testing.service_harness import ServiceHarness

RECEIVABLE = receivable_id_of(INVOICE, 0)
LATEST = {"If-Match": "*"}
Placement = dict[str, Any]


def at_agency(placement: Placement, *more: str) -> str:
    return "/".join(("/v1/agency/placements", placement["id"], *more))


async def kinds(harness: ServiceHarness) -> list[str]:
    return [type(event).__name__ for event in await harness.recorded()]


async def test_whoever_proposed_a_placement_may_not_approve_it(
    console: AsyncClient, proposed: Placement
) -> None:
    path = f"/v1/placements/{proposed['id']}/approval"
    answer = await console.post(path, json={}, headers=LATEST)
    assert (answer.status_code, answer.json()["code"]) == (409, "second_person_needed")


async def test_a_proposal_does_not_exist_for_its_agency(
    agency: AsyncClient, proposed: Placement
) -> None:
    assert (await agency.get(at_agency(proposed))).status_code == 404


async def test_what_is_offered_says_what_is_owed_and_under_which_terms(
    agency: AsyncClient, offered: Placement
) -> None:
    shown = (await agency.get(at_agency(offered))).json()
    assert (shown["state"], shown["balance"]["amount"]) == ("offered", "100.00")
    assert shown["commission"] == {"percent": "20"}
    assert shown["standards"]["version"] == "1"


async def test_another_agencys_placement_answers_like_none(
    another: AsyncClient, placed: Placement
) -> None:
    unknown = await another.get("/v1/agency/placements/plc_0")
    foreign = await another.get(at_agency(placed))
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert foreign.json()["detail"] == unknown.json()["detail"].replace("plc_0", placed["id"])
    for path in ("acceptance", "return", "reports", "decline"):
        body = {"reason": "other"} if path in ("return", "decline") else {}
        if path == "reports":
            body = {"kind": "hardship", "external_id": "1", "since": "2026-02-01"}
        answer = await another.post(at_agency(placed, path), json=body)
        assert answer.status_code == 404, path


async def test_an_agencys_key_opens_nothing_else(agency: AsyncClient, placed: Placement) -> None:
    for path in ("/v1/placements", "/v1/agencies", "/v1/enrolments", "/v1/tasks"):
        assert (await agency.get(path)).status_code == 403, path
    assert (await agency.get("/v1/agency")).json()["external_id"] == "northwind"
    assert (await agency.get("/v1/me")).status_code in (200, 404)
    assert placed["state"] == "placed"


async def test_a_tenants_key_is_no_agencys(console: AsyncClient, placed: Placement) -> None:
    assert (await console.get(at_agency(placed))).status_code == 403


async def test_what_is_accepted_ends_the_creditors_own_steps(
    harness: ServiceHarness, placed: Placement
) -> None:
    ended = [each for each in await harness.recorded() if isinstance(each, EnrolmentEnded)]
    assert [each.outcome for each in ended] == [Outcome.PLACED]
    assert placed["reference"] == "NW-1"


async def test_a_payment_to_the_creditor_is_told_to_the_agency(
    harness: ServiceHarness, agency: AsyncClient, placed: Placement
) -> None:
    await harness.receive(paid("60.00", left="40.00"))
    [told] = [e for e in await harness.recorded() if isinstance(e, PlacementBalanceChanged)]
    assert (told.agency_id, told.balance.decimal, told.total.decimal) == (
        NORTHWIND,
        "40.00",
        "40.00",
    )
    assert (await agency.get(at_agency(placed))).json()["balance"]["amount"] == "40.00"


async def test_what_is_disputed_may_not_be_asked_for(
    harness: ServiceHarness, agency: AsyncClient, placed: Placement
) -> None:
    await harness.receive(OPENED)
    [item] = (await agency.get(at_agency(placed))).json()["items"]
    assert (item["balance"]["amount"], item["askable"]["amount"]) == ("100.00", "70.00")


async def test_an_insolvency_stops_the_agency_at_once(
    harness: ServiceHarness, agency: AsyncClient, placed: Placement
) -> None:
    await harness.receive(
        CustomerConditionRecorded(
            customer_id=CUSTOMER,
            condition_id=ConditionId("cnd_1"),
            condition=Condition.INSOLVENCY,
            source="Court",
            effective_from=harness.clock.now().date(),
        )
    )
    [told] = [e for e in await harness.recorded() if isinstance(e, PlacementSuspended)]
    assert told.conditions == ("insolvency",)
    shown = (await agency.get(at_agency(placed))).json()
    assert shown["contact_stopped_by"] == ["insolvency"]


async def test_what_nobody_answers_lapses(harness: ServiceHarness, offered: Placement) -> None:
    await harness.until(harness.clock.now() + timedelta(days=8))
    assert "PlacementLapsed" in await kinds(harness)
    assert offered["state"] == "offered"


async def test_a_declined_placement_leaves_the_chase_as_it_was(
    harness: ServiceHarness, agency: AsyncClient, console: AsyncClient, offered: Placement
) -> None:
    answer = await agency.post(at_agency(offered, "decline"), json={"reason": "too_small"})
    assert answer.json()["state"] == "declined"
    assert "EnrolmentEnded" not in await kinds(harness)
    again: dict[str, Any] = {"external_id": "PL-2", "agency_id": NORTHWIND, "customer_id": CUSTOMER}
    again |= {"receivable_ids": [RECEIVABLE], "reason": "Try once more."}
    assert (await console.post("/v1/placements", json=again)).status_code == 201


async def test_after_a_recalls_deadline_nothing_is_accepted_and_the_debt_is_chased_again(
    harness: ServiceHarness, console: AsyncClient, agency: AsyncClient, placed: Placement
) -> None:
    recall = {"reason": "A plan is talked about.", "report_days": 3}
    path = f"/v1/placements/{placed['id']}/recall"
    answer = await console.post(path, json=recall, headers=LATEST)
    assert answer.json()["state"] == "recalling"
    report = {"kind": "activity", "external_id": "1", "activity": "Address searched"}
    report |= {"done_at": "2026-02-02T10:00:00Z"}
    assert (await agency.post(at_agency(placed, "reports"), json=report)).status_code == 200
    await harness.until(harness.clock.now() + timedelta(days=4))
    late = await agency.post(at_agency(placed, "reports"), json=report | {"external_id": "2"})
    assert (late.status_code, late.json()["code"]) == (409, "placement_refused")
    started = [each for each in await harness.recorded() if isinstance(each, EnrolmentStarted)]
    assert [each.reason for each in started] == [RunReason.ISSUED, RunReason.RECALLED]


async def test_a_report_counts_once_and_another_under_its_id_is_refused(
    agency: AsyncClient, placed: Placement
) -> None:
    report = {"kind": "hardship", "external_id": "H-1", "since": "2026-02-01"}
    path = at_agency(placed, "reports")
    first, same = [(await agency.post(path, json=report)).json() for _ in range(2)]
    assert first == same
    other = await agency.post(path, json=report | {"since": "2026-02-02"})
    assert (other.status_code, other.json()["code"]) == (409, "duplicate_report")


async def test_more_than_may_be_asked_for_cannot_be_disputed(
    agency: AsyncClient, placed: Placement
) -> None:
    report: dict[str, Any] = {"kind": "dispute", "external_id": "D-1", "receivable_id": RECEIVABLE}
    report |= {"amount": {"amount": "100.01", "currency": "EUR"}, "reason": "quality"}
    answer = await agency.post(at_agency(placed, "reports"), json=report)
    assert (answer.status_code, answer.json()["code"]) == (422, "report_unacceptable")
    assert answer.json()["errors"][0]["pointer"] == "/amount/amount"


async def test_an_offer_is_decided_by_the_creditor_once(
    agency: AsyncClient, console: AsyncClient, placed: Placement
) -> None:
    offer: dict[str, Any] = {"kind": "offer", "external_id": "O-1", "pay_by": "2026-05-01"}
    offer |= {"amount": {"amount": "80.00", "currency": "EUR"}}
    await agency.post(at_agency(placed, "reports"), json=offer)
    path = f"/v1/placements/{placed['id']}/offers/O-1/decision"
    decision = {"accepted": True, "reason": "Better than nothing."}
    answer = await console.post(path, json=decision, headers=LATEST)
    assert answer.json()["offers_decided"] == [{"external_id": "O-1", **decision}]
    again = await console.post(path, json=decision, headers=LATEST)
    assert again.status_code == 409
