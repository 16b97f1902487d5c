"""Orders: the limit, the terms that were accepted, what people decided, and answers that are kept."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CreditStandingChanged

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Changes = Callable[[], list[CreditStandingChanged]]
PassDays = Callable[[int], Awaitable[None]]
PREPAY_WHILE_OVERDUE = {"standing": "prepay", "measure": "items_overdue", "threshold": 1}
STOP_AFTER_A_QUARTER = {
    "standing": "stop_serving_advised",
    "measure": "days_overdue",
    "threshold": 90,
}


def euros(amount: str) -> Shown:
    return {"amount": amount, "currency": "EUR"}


def reasons(answered: Shown) -> list[str]:
    return [reason["code"] for reason in answered["reasons"]]


@pytest.fixture
def set_credit(erp: AsyncClient, customer: Shown) -> Do:
    async def put(**body: Any) -> Shown:
        answer = await erp.put(f"/v1/customers/{customer['id']}/credit", json=body)
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    return put


async def test_an_order_up_to_the_limit_is_allowed_and_beyond_it_paid_in_advance(
    rules: Do, issue: Do, order: Do, set_credit: Do
) -> None:
    await rules(limit=euros("250.00"))
    await issue("SO-1")
    assert (await order("150.00"))["answer"] == "allow"
    beyond = await order("150.01")
    assert (beyond["answer"], reasons(beyond)) == ("allow_if_prepaid", ["limit_exceeded"])
    assert beyond["reasons"][0]["text"] == (
        "100.00 EUR are owed, and with this order of 150.01 EUR it would be 250.01 EUR; the limit is "
        "250.00 EUR."
    )
    await set_credit(limit=euros("300.00"))
    assert (await order("150.01"))["limit"] == euros("300.00")
    assert (await order("150.01"))["answer"] == "allow"
    yen = await order(amount={"amount": "1", "currency": "JPY"})
    assert reasons(yen) == ["limit_in_another_currency"]


async def test_credit_is_granted_to_those_who_have_accepted_the_terms(
    rules: Do, order: Do, send: Do
) -> None:
    await rules(acceptance_needed=True)
    missing = await order()
    assert (missing["answer"], reasons(missing)) == ("allow_if_prepaid", ["terms_not_accepted"])
    terms = await send(
        "/v1/agreements",
        {"clauses": {"payment_days": 30}, "effective_from": "2026-01-01", "reason": "our terms"},
    )
    await send(
        "/v1/acceptances",
        {
            "agreement_id": terms["id"],
            "customer_external_id": "C-1",
            "version": 1,
            "accepted_on": "2026-01-04",
            "accepted_by": "Ada Sand",
        },
    )
    assert (await order())["answer"] == "allow"


async def test_who_is_insolvent_pays_in_advance_while_it_is(
    erp: AsyncClient, order: Do, send: Do, customer: Shown, pass_days: PassDays
) -> None:
    path = f"/v1/customers/{customer['id']}/conditions"
    insolvency = {
        "condition": "insolvency",
        "source": "court",
        "effective_from": "2026-01-06",
    }
    shown = await send(path, insolvency)
    assert (await order())["answer"] == "allow"
    await pass_days(1)
    asked = await order()
    assert (asked["answer"], reasons(asked)) == ("allow_if_prepaid", ["condition_insolvency"])
    lift = f"{path}/{shown['conditions'][0]['id']}/lift"
    await send(lift, {"reason": "a mistake", "effective_from": "2026-01-06"})
    assert (await order())["answer"] == "allow"


async def test_a_person_decides_otherwise_until_a_day_and_then_the_rules_do_again(
    rules: Do, issue: Do, order: Do, set_credit: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(PREPAY_WHILE_OVERDUE)
    await issue("SO-1")
    await pass_days(31)  # it is 5 February
    override = {"standing": "normal", "until": "2026-02-07", "reason": "The bank was changed."}
    shown = await set_credit(override=override)
    assert (shown["standing"], shown["advised"]) == ("normal", "prepay")
    assert shown["override"]["decided_by"]
    assert (await order())["answer"] == "allow"
    await pass_days(2)
    assert (await order())["answer"] == "allow"
    await pass_days(1)
    assert (await order())["answer"] == "allow_if_prepaid"
    assert [each.after for each in changes()] == ["prepay", "normal", "prepay"]


async def test_an_override_that_has_ended_before_it_begins_is_refused(
    erp: AsyncClient, customer: Shown
) -> None:
    override = {"standing": "hold", "until": "2026-01-04", "reason": "too late"}
    answer = await erp.put(f"/v1/customers/{customer['id']}/credit", json={"override": override})
    assert (answer.status_code, answer.json()["code"]) == (422, "override_unacceptable")


async def test_whether_to_go_on_serving_is_decided_by_a_person(
    erp: AsyncClient,
    rules: Do,
    issue: Do,
    pay: Do,
    order: Do,
    customer: Shown,
    pass_days: PassDays,
    changes: Changes,
) -> None:
    await rules(STOP_AFTER_A_QUARTER)
    await issue("SO-1")
    serving = f"/v1/customers/{customer['id']}/credit/serving"
    await pass_days(30 + 90)  # it is 5 May
    assert (await order())["answer"] == "hold"
    keep = {"decision": "keep", "until": "2026-05-10", "reason": "Their project ends then."}
    kept = await erp.post(serving, json=keep)
    assert kept.is_success, kept.text
    assert (kept.json()["standing"], kept.json()["advised"]) == ("prepay", "stop_serving_advised")
    held = await order()
    assert (held["answer"], reasons(held)) == ("allow_if_prepaid", ["standing_prepay"])
    assert "their project ends then." in held["reasons"][0]["text"]
    await pass_days(6)
    assert (await order())["answer"] == "hold"
    stopped = await erp.post(serving, json={"decision": "stop", "reason": "so be it"})
    assert stopped.json()["standing"] == "stop_serving_advised"
    await pay("B-1", "100.00")
    assert changes()[-1].after == "normal"
    again = await erp.post(serving, json={"decision": "stop", "reason": "so be it"})
    assert (again.status_code, again.json()["code"]) == (409, "credit_refused")


async def test_an_answer_is_kept_once_for_each_order(
    erp: AsyncClient, rules: Do, issue: Do, order: Do, customer: Shown, pass_days: PassDays
) -> None:
    await rules(PREPAY_WHILE_OVERDUE)
    await issue("SO-1")
    assert (await order())["id"] is None
    kept = await order(record=True)
    assert (await erp.get(f"/v1/credit-decisions/{kept['id']}")).json()["answer"] == "allow"
    await pass_days(31)
    assert (await order(record=True))["answer"] == "allow", "what was answered stays the answer"
    assert (await order(record=False))["answer"] == "allow_if_prepaid"
    body = {"customer_id": customer["id"], "amount": euros("1.00"), "reference": "ORDER-1"}
    other = await erp.post("/v1/credit-decisions", json=body | {"record": True})
    assert (other.status_code, other.json()["code"]) == (409, "credit_decision_exists")


async def test_whose_name_is_not_known_is_said(erp: AsyncClient, customer: Shown) -> None:
    order = {"amount": euros("1.00"), "reference": "ORDER-1"}
    nobody = await erp.post("/v1/credit-decisions", json=order | {"customer_external_id": "C-404"})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "unknown_customer")
    assert nobody.json()["errors"][0]["pointer"] == "/customer_external_id"
    nowhere = await erp.post(
        "/v1/credit-decisions", json=order | {"customer_id": customer["id"], "creditor": "404"}
    )
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "unknown_creditor")
    policy = await erp.put("/v1/creditors/crd_404/credit-policy", json={})
    assert policy.status_code == 404


@pytest.mark.parametrize(
    "rule",
    [
        {"standing": "hold", "measure": "days_overdue"},
        {"standing": "hold", "measure": "days_overdue", "threshold": 1, "amount": euros("1.00")},
        {"standing": "hold", "measure": "amount_overdue", "threshold": 1},
        {"standing": "normal", "measure": "days_overdue", "threshold": 1},
    ],
)
async def test_a_rule_that_says_nothing_or_two_things_is_refused(
    erp: AsyncClient, rules: Do, rule: Shown
) -> None:
    id = (await rules())["creditor_id"]
    answer = await erp.put(f"/v1/creditors/{id}/credit-policy", json={"rules": [rule]})
    assert (answer.status_code, answer.json()["code"]) == (422, "credit_policy_unacceptable")
