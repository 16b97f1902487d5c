"""Offers over the API: made, looked at, accepted, and what ends them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events import dispute
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    DisputeId,
    InvoiceId,
    TenantId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import PlanAgreed, PlanOfferAccepted
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur, eur_json
from recoup_testing.reminders_example import berlin

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
ID = derived("pof", ACME, "OFFER-1")
PATH = f"/v1/plan-offers/{ID}"
MONTHS = {"every": "month", "instalments": 2, "first_due_on": "2026-03-31"}
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "OFFER-1",
    "options": [MONTHS],
}
REQUEST: dict[str, Any] = {"customer_external_id": "C-1", "reference": "OFFER-1"}
ANY = {"If-Match": "*"}
Receive = Callable[..., Awaitable[list[Event]]]


def invoice(external_id: str) -> InvoiceId:
    return InvoiceId(derived("inv", ACME, external_id))


def contested(external_id: str, cents: int) -> dispute.DisputeOpened:
    id = invoice(external_id)
    part = Slice(invoice_id=id, receivable_id=receivable_id_of(id, 0), amount=eur(cents))
    return dispute.DisputeOpened(
        dispute_id=DisputeId("dsp_1"),
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        slices=(part,),
        reason=dispute.Reason.QUALITY,
        statement="Broken.",
    )


async def test_all_that_is_owed_is_offered_with_what_it_means_for_cash(
    erp: AsyncClient, receive: Receive
) -> None:
    made = await erp.post("/v1/plan-offers", json=NEW)
    assert made.status_code == 201, made.text
    assert made.headers["Location"] == PATH
    offer = made.json()
    assert offer["state"] == "open"
    assert offer["total"] == eur_json("160.00")
    assert {each["amount"]["amount"] for each in offer["slices"]} == {"60.00", "100.00"}
    (option,) = offer["options"]
    assert [each["due_on"] for each in option["schedule"]] == ["2026-03-31", "2026-04-30"]
    assert option["cash_effect"] == [
        {
            "month": "2026-03",
            "without": eur_json("160.00"),
            "planned": eur_json("80.00"),
            "behind": eur_json("80.00"),
        },
        {
            "month": "2026-04",
            "without": eur_json("0.00"),
            "planned": eur_json("80.00"),
            "behind": eur_json("0.00"),
        },
    ]
    assert (offer["made_on"], offer["expires_on"]) == ("2026-03-01", "2026-03-15")
    assert (await erp.get(PATH)).json() == offer


async def test_without_options_the_policys_are_offered(erp: AsyncClient, receive: Receive) -> None:
    offer = (await erp.post("/v1/plan-offers", json={**NEW, "options": []})).json()
    found = [(each["option"], each["every"], each["instalments"]) for each in offer["options"]]
    assert found == [("1", "month", 3), ("2", "month", 6), ("3", "week", 12)]


async def test_what_is_contested_or_in_a_plan_is_not_offered(
    erp: AsyncClient, receive: Receive
) -> None:
    await receive(contested("SO-1", 20_00))
    plan = {
        "customer_external_id": "C-1",
        "reference": "PLAN-1",
        "slices": [{"invoice_external_id": "SO-2", "amount": eur_json("100.00")}],
        "schedule": [{"due_on": "2026-03-31", "amount": eur_json("100.00")}],
    }
    assert (await erp.post("/v1/plans", json=plan)).status_code == 201
    offer = (await erp.post("/v1/plan-offers", json=NEW)).json()
    assert offer["total"] == eur_json("40.00")
    wanted = [{"invoice_external_id": "SO-1", "amount": eur_json("40.01")}]
    refused = await erp.post(
        "/v1/plan-offers", json={**NEW, "reference": "OFFER-2", "slices": wanted}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "slice_unacceptable")
    assert "40.00 EUR" in refused.json()["detail"]


async def test_an_option_that_is_accepted_is_a_plan_and_stays_one(
    erp: AsyncClient, receive: Receive
) -> None:
    slices = [{"invoice_external_id": "SO-2", "amount": eur_json("50.00")}]
    await erp.post("/v1/plan-offers", json={**NEW, "slices": slices})
    accepted = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["state"] == "accepted"
    again = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert (again.status_code, again.json()) == (200, accepted.json())
    other = await erp.post(f"{PATH}/acceptance", json={"option": "2"})
    assert (other.status_code, other.json()["code"]) == (409, "offer_refused")
    plan = (await erp.get(f"/v1/plans/{accepted.json()['plan_id']}")).json()
    assert (plan["state"], plan["offer_id"], plan["total"]) == ("running", ID, eur_json("50.00"))
    assert [each["due_on"] for each in plan["schedule"]] == ["2026-03-31", "2026-04-30"]


async def test_the_plan_names_the_offer_in_what_is_said(
    erp: AsyncClient, receive: Receive, recorded: Callable[[], Awaitable[list[Event]]]
) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    await erp.post(f"{PATH}/acceptance", json={"option": "1", "person_id": "per_1"})
    said = await recorded()
    accepted = next(each for each in said if isinstance(each, PlanOfferAccepted))
    agreed = next(each for each in said if isinstance(each, PlanAgreed))
    assert (accepted.plan_id, agreed.offer_id) == (agreed.plan_id, accepted.offer_id)
    assert accepted.person_id == "per_1"


async def test_what_was_paid_or_contested_meanwhile_cannot_be_accepted(
    erp: AsyncClient, receive: Receive
) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    await receive(contested("SO-1", 1_00))
    refused = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "offer_outdated")
    assert (await erp.get(PATH)).json()["state"] == "open"


async def test_its_last_day_ends_it(
    erp: AsyncClient,
    receive: Receive,
    clock: TurnedClock,
    wake: Callable[[datetime], Awaitable[None]],
) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    await wake(berlin("2026-03-15 23:59"))
    assert (await erp.get(PATH)).json()["state"] == "open"
    clock.turn(timedelta(minutes=1))
    late = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert (late.status_code, late.json()["code"]) == (409, "offer_refused")
    await wake(clock.now())
    assert (await erp.get(PATH)).json()["state"] == "expired"


async def test_a_newer_one_over_some_of_the_same_takes_its_place(
    erp: AsyncClient, receive: Receive
) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    slices = [{"invoice_external_id": "SO-2"}]
    newer = await erp.post(
        "/v1/plan-offers", json={**NEW, "reference": "OFFER-2", "slices": slices}
    )
    older = (await erp.get(PATH)).json()
    assert (older["state"], older["superseded_by"]) == ("superseded", newer.json()["id"])


async def test_an_agreed_plan_over_some_of_the_same_withdraws_it(
    erp: AsyncClient, receive: Receive
) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    plan = {
        "customer_external_id": "C-1",
        "reference": "PLAN-1",
        "slices": [{"invoice_external_id": "SO-2", "amount": eur_json("10.00")}],
        "schedule": [{"due_on": "2026-03-31", "amount": eur_json("10.00")}],
    }
    assert (await erp.post("/v1/plans", json=plan)).status_code == 201
    assert (await erp.get(PATH)).json()["state"] == "withdrawn"


@pytest.mark.parametrize(("way", "state"), [("decline", "declined"), ("withdrawal", "withdrawn")])
async def test_it_is_declined_or_withdrawn_once(
    erp: AsyncClient, receive: Receive, way: str, state: str
) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    body = {"reason": "Pays at once."}
    ended = await erp.post(f"{PATH}/{way}", json=body, headers=ANY)
    assert (ended.status_code, ended.json()["state"]) == (200, state)
    assert ended.json()["reason"] == "Pays at once."
    again = await erp.post(f"{PATH}/{way}", json=body, headers=ANY)
    assert (again.status_code, again.json()["code"]) == (409, "offer_refused")


async def test_a_preview_keeps_nothing(
    erp: AsyncClient, receive: Receive, recorded: Callable[[], Awaitable[list[Event]]]
) -> None:
    body = {name: value for name, value in NEW.items() if name != "reference"}
    seen = await erp.post("/v1/plan-offers/preview", json=body)
    assert (seen.status_code, seen.json()["total"]) == (200, eur_json("160.00"))
    assert seen.json()["refusals"] == []
    assert await recorded() == []


async def test_nothing_owed_is_nothing_to_offer(erp: AsyncClient, receive: Receive) -> None:
    refused = await erp.post("/v1/plan-offers", json={**NEW, "creditor": "other"})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_offer")


async def test_a_reference_names_one_offer(erp: AsyncClient, receive: Receive) -> None:
    await erp.post("/v1/plan-offers", json=NEW)
    again = await erp.post("/v1/plan-offers", json=NEW)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_reference")
    assert again.headers["Location"] == PATH
