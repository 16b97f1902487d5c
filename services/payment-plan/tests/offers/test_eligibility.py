"""What a plan policy allows is offered; what it does not is a person's to decide, and says why."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId, CustomerId, PlanId, TenantId, derived
from recoup_events.payment_plan import Instalment, PlanBroken, PlanOfferReferred
from recoup_testing.money import eur, eur_json

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "OFFER-1",
    "options": [{"every": "month", "instalments": 3}],
}
REQUEST: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "ASKED-1",
    "words": "Sales are slow until May.",
}
PATH = f"/v1/plan-offers/{derived('pof', ACME, 'ASKED-1')}"
ANY = {"If-Match": "*"}
Receive = Callable[..., Awaitable[list[Event]]]
TWO_YEARS = {"every": "month", "instalments": 20}

pytestmark = pytest.mark.usefixtures("receive")


async def set_policy(erp: AsyncClient, **policy: object) -> None:
    body = {"credits_lower": "spread", **policy}
    answer = await erp.put("/v1/plan-policy", json=body, headers=ANY)
    assert answer.status_code == 200, answer.text


def recorded(condition: Condition) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId("cnd_1"),
        condition=condition,
        source="The customer",
        effective_from=date(2026, 3, 1),
    )


def broken(id: str) -> PlanBroken:
    missed = Instalment(due_on=date(2025, 3, 1), amount=eur(1_00))
    return PlanBroken(
        plan_id=PlanId(id), customer_id=CUSTOMER, slices=(), missed=missed, remaining=eur(1_00)
    )


async def reasons(erp: AsyncClient, **offer: object) -> tuple[str, list[str]]:
    """The code of the refusal, and each rule's reason."""
    refused = await erp.post("/v1/plan-offers", json={**NEW, **offer})
    assert refused.status_code == 409, refused.text
    problem = refused.json()
    return problem["code"], [each["detail"] for each in problem["errors"]]


async def test_more_than_the_largest_total_is_refused_in_its_currency_alone(
    erp: AsyncClient,
) -> None:
    await set_policy(erp, largest_totals=[eur_json("159.99")])
    code, (reason,) = await reasons(erp)
    assert (code, reason) == (
        "plan_ineligible",
        "160.00 EUR would be planned, and at most 159.99 EUR may be.",
    )
    await set_policy(erp, largest_totals=[{"currency": "USD", "amount": "1.00"}])
    assert (await erp.post("/v1/plan-offers", json=NEW)).status_code == 201


async def test_a_reason_overrides_the_policy_and_is_kept(erp: AsyncClient) -> None:
    await set_policy(erp, largest_totals=[eur_json("1.00")])
    made = await erp.post("/v1/plan-offers", json={**NEW, "override": "A key account."})
    assert (made.status_code, made.json()["override"]) == (201, "A key account.")


async def test_who_broke_too_many_plans_is_refused_and_hardship_lets_more_pass(
    erp: AsyncClient, receive: Receive
) -> None:
    await receive(broken("pln_1"))
    assert (await erp.post("/v1/plan-offers", json=NEW)).status_code == 201
    await receive(broken("pln_2"))
    again = {"reference": "OFFER-2"}
    _, (reason,) = await reasons(erp, **again)
    assert "2 by now" in reason
    await receive(recorded(Condition.HARDSHIP))
    assert (await erp.post("/v1/plan-offers", json={**NEW, **again})).status_code == 201


async def test_a_plan_may_last_as_long_as_the_widest_rule_says(
    erp: AsyncClient, receive: Receive
) -> None:
    _, (reason,) = await reasons(erp, options=[TWO_YEARS])
    assert "12 months at most" in reason
    await set_policy(erp, keeps_trading={"longest_months": 20, "most_broken": 1})
    stays = {"options": [TWO_YEARS], "wants_to_keep_trading": True}
    assert (await erp.post("/v1/plan-offers", json={**NEW, **stays})).status_code == 201
    await receive(recorded(Condition.HARDSHIP))
    cannot = {"options": [TWO_YEARS], "reference": "OFFER-2"}
    assert (await erp.post("/v1/plan-offers", json={**NEW, **cannot})).status_code == 201


async def test_plans_may_be_for_those_alone_who_want_to_keep_trading(erp: AsyncClient) -> None:
    await set_policy(erp, only_who_keep_trading=True)
    for said in (None, False):
        _, (reason,) = await reasons(erp, wants_to_keep_trading=said)
        assert "keep trading" in reason
    stays = {**NEW, "wants_to_keep_trading": True}
    assert (await erp.post("/v1/plan-offers", json=stays)).status_code == 201


async def test_nothing_is_offered_by_rule_while_a_condition_stops_collecting(
    erp: AsyncClient, receive: Receive
) -> None:
    await receive(recorded(Condition.INSOLVENCY))
    _, (reason,) = await reasons(erp)
    assert "insolvency" in reason


async def test_what_the_policy_allows_is_offered_at_once_to_whoever_asks(
    erp: AsyncClient,
) -> None:
    wish = {"every": "month", "instalments": 8, "first_due_on": "2026-03-31"}
    asked = await erp.post("/v1/plan-offers/requests", json={**REQUEST, "wish": wish})
    assert asked.status_code == 201, asked.text
    offer = asked.json()
    assert (offer["state"], offer["asked_by"], offer["refusals"]) == ("open", "debtor", [])
    found = [(each["every"], each["instalments"]) for each in offer["options"]]
    assert found == [("month", 8), ("month", 3), ("month", 6), ("week", 12)]
    accepted = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert accepted.json()["state"] == "accepted"


async def test_what_it_does_not_allow_waits_for_a_person_who_offers_it_all_the_same(
    erp: AsyncClient, recorded: Callable[[], Awaitable[list[Event]]]
) -> None:
    asked = await erp.post("/v1/plan-offers/requests", json={**REQUEST, "wish": TWO_YEARS})
    assert asked.status_code == 201, asked.text
    offer = asked.json()
    assert (offer["state"], offer["expires_on"]) == ("referred", None)
    assert offer["words"] == "Sales are slow until May."
    assert [each["rule"] for each in offer["refusals"]] == ["longest_months"]
    early = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert (early.status_code, early.json()["code"]) == (409, "offer_refused")
    (referred,) = await recorded()
    assert isinstance(referred, PlanOfferReferred)
    body = {"reason": "Agreed with sales."}
    made = await erp.post(f"{PATH}/override", json=body, headers=ANY)
    assert made.status_code == 200, made.text
    assert (made.json()["state"], made.json()["override"]) == ("open", "Agreed with sales.")
    assert made.json()["expires_on"] == "2026-03-15"
    assert made.json()["options"] == offer["options"]
    accepted = await erp.post(f"{PATH}/acceptance", json={"option": "1"})
    assert accepted.json()["state"] == "accepted"


async def test_what_was_left_to_a_person_may_be_declined(erp: AsyncClient) -> None:
    await erp.post("/v1/plan-offers/requests", json={**REQUEST, "wish": TWO_YEARS})
    declined = await erp.post(f"{PATH}/decline", json={"reason": "Too long."}, headers=ANY)
    assert (declined.status_code, declined.json()["state"]) == (200, "declined")


async def test_one_limit_for_each_currency(erp: AsyncClient) -> None:
    twice = [eur_json("1.00"), eur_json("2.00")]
    body = {"credits_lower": "spread", "largest_totals": twice}
    answer = await erp.put("/v1/plan-policy", json=body, headers=ANY)
    assert answer.status_code == 422
