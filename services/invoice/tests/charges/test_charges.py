"""Charges over HTTP: assessed once, shown with their sums, paid, waived, and computed anew."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
TERMS = {
    "clauses": {
        "late_fee": {"after_days": 10, "amount": eur_json("15.00"), "monthly": True},
        "interest": {"percent": "12", "grace_days": 5},
        "collection_costs": {"percent": "1.5"},
    },
    "effective_from": "2020-01-01",
    "reason": "our terms of trade",
}


@pytest.fixture
async def invoice(issue: Do, send: Do) -> Shown:
    """Due on the day before yesterday: the clock stands on Monday, 5 January 2026."""
    await send("/v1/agreements", TERMS)
    return await issue("SO-1", "1000.00", issue_date="2025-12-01", due_date="2026-01-03")


@pytest.fixture
def charge(erp: AsyncClient, invoice: Shown) -> Do:
    async def charged(kind: str, **more: Any) -> Shown:
        body = {"invoice_id": invoice["id"], "kind": kind} | more
        answer = await erp.post("/v1/charges", json=body)
        shown: Shown = answer.json() | {"status": answer.status_code}
        return shown

    return charged


def amounts(answer: Shown) -> list[str]:
    return [each["amount"]["amount"] for each in answer["data"]]


async def test_interest_is_charged_up_to_a_day_and_never_twice(
    charge: Do, clock: TurnedClock
) -> None:
    clock.turn(timedelta(days=28))  # to 2 February: 30 days of interest
    first = await charge("interest", law="de-business", until="2026-01-23")
    assert (first["status"], amounts(first)) == (201, ["5.63"])
    (found,) = first["data"]
    assert (found["authority"], found["citation"]) == ("de-business", "BGB 288(2)")
    assert found["segments"][0]["text"].startswith("2026-01-04 to 2026-01-23: 1000.00 EUR x ")
    again = await charge("interest", law="de-business", until="2026-01-23")
    assert (again["status"], again["code"]) == (409, "charge_refused")
    earlier = await charge("interest", law="de-business", until="2026-01-20")
    assert (earlier["status"], earlier["errors"][0]["pointer"]) == (409, "/until")
    (rest,) = (await charge("interest", law="de-business"))["data"]
    assert (rest["amount"]["amount"], rest["charged_before"]["amount"]) == ("2.81", "5.63")
    ahead = await charge("interest", law="de-business", until="2026-02-03")
    assert ahead["status"] == 409


async def test_what_was_agreed_needs_no_law_and_its_days_of_grace_first(
    charge: Do, clock: TurnedClock
) -> None:
    clock.turn(timedelta(days=3))  # to the fifth day after the due date
    assert (await charge("interest"))["code"] == "charge_refused"
    clock.turn(timedelta(days=1))
    (found,) = (await charge("interest"))["data"]
    assert (found["amount"]["amount"], found["authority"]) == ("1.97", "agreed")


async def test_a_fee_is_charged_once_for_each_of_its_days(charge: Do, clock: TurnedClock) -> None:
    clock.turn(timedelta(days=8))
    assert (await charge("late_fee"))["status"] == 409, "the tenth day has not ended"
    clock.turn(timedelta(days=1))
    assert amounts(await charge("late_fee")) == ["15.00"]
    assert (await charge("late_fee"))["status"] == 409
    clock.turn(timedelta(days=62))
    assert amounts(await charge("late_fee")) == ["15.00", "15.00"]


async def test_a_law_grants_its_sum_once_and_costs_are_a_share_of_the_debt(charge: Do) -> None:
    assert amounts(await charge("fixed_sum", law="de-business")) == ["40.00"]
    assert (await charge("fixed_sum", law="eu-business"))["status"] == 409
    assert amounts(await charge("cost")) == ["15.00"]


async def test_a_dry_run_charges_nothing(charge: Do, erp: AsyncClient) -> None:
    found = await charge("fixed_sum", law="de-business", dry_run=True)
    assert (found["status"], amounts(found)) == (200, ["40.00"])
    assert (await erp.get(f"/v1/charges/{found['data'][0]['id']}")).status_code == 404


async def test_a_charge_is_a_document_of_its_own_and_bears_no_charges(
    charge: Do, invoice: Shown, erp: AsyncClient
) -> None:
    (found,) = (await charge("fixed_sum", law="de-business"))["data"]
    shown = (await erp.get(f"/v1/charges/{found['id']}")).json()
    assert (shown["number"], shown["state"]) == ("No SO-1/S1", "open")
    assert (shown["total"], shown["balance"]) == (eur_json("40.00"), eur_json("40.00"))
    caused = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert caused["balance"] == eur_json("1000.00")
    document = (await erp.get(f"/v1/invoices/{found['id']}")).json()
    assert (document["source"], document["due_date"]) == ("recoup", "2026-01-05")
    body = {"invoice_id": found["id"], "kind": "interest", "law": "de-business"}
    assert (await erp.post("/v1/charges", json=body)).json()["code"] == "charge_refused"
    assert (await erp.get(f"/v1/charges/{invoice['id']}")).json()["code"] == "charge_refused"


async def test_it_is_paid_by_its_number_and_a_returned_payment_leaves_it_owed(
    charge: Do, pay: Do, send: Do, erp: AsyncClient
) -> None:
    (found,) = (await charge("fixed_sum", law="de-business"))["data"]
    named = [{"invoice": "No SO-1/S1"}]
    payment = await pay("B-1", "40.00", value_date="2026-01-05", references=named)
    path = f"/v1/charges/{found['id']}"
    assert (await erp.get(path)).json()["state"] == "paid"
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert (await erp.get(path)).json()["balance"] == eur_json("40.00")


async def test_it_is_waived_in_part_or_whole_with_a_reason(
    charge: Do, send: Do, erp: AsyncClient
) -> None:
    (found,) = (await charge("fixed_sum", law="de-business"))["data"]
    path = f"/v1/charges/{found['id']}/waiver"
    part = await send(path, {"amount": eur_json("10.00"), "reason": "goodwill"})
    assert (part["waived"], part["balance"]) == (eur_json("10.00"), eur_json("30.00"))
    whole = await send(path, {"reason": "goodwill"})
    assert (whole["state"], whole["balance"]) == ("written_off", eur_json("0.00"))
    assert (await erp.post(path, json={"reason": "again"})).status_code == 409


async def test_money_that_counts_from_an_earlier_day_takes_back_what_was_too_much(
    charge: Do, pay: Do, clock: TurnedClock, erp: AsyncClient
) -> None:
    """Half was paid in time, and booked when all had been charged for and paid."""
    clock.turn(timedelta(days=10))
    ids = {
        kind: (await charge(kind, **more))["data"][0]["id"]
        for kind, more in {
            "interest": {},
            "late_fee": {},
            "fixed_sum": {"law": "de-business"},
        }.items()
    }
    interest = (await erp.get(f"/v1/charges/{ids['interest']}")).json()
    assert interest["total"] == eur_json("3.95")
    named = [{"invoice": interest["number"]}]
    paid = await pay("B-1", "3.95", value_date="2026-01-15", references=named)
    await pay("B-2", "500.00", value_date="2026-01-03", references=[{"invoice": "SO-1"}])
    interest = (await erp.get(f"/v1/charges/{ids['interest']}")).json()
    assert (interest["total"], interest["state"]) == (eur_json("1.97"), "paid")
    payment = (await erp.get(f"/v1/payments/{paid['id']}")).json()
    assert payment["unapplied"] == eur_json("1.98")
    fee = (await erp.get(f"/v1/charges/{ids['late_fee']}")).json()
    assert fee["total"] == eur_json("15.00"), "something was overdue all the same"
    await pay("B-3", "500.00", value_date="2026-01-02", references=[{"invoice": "SO-1"}])
    for kind in ids:
        shown = (await erp.get(f"/v1/charges/{ids[kind]}")).json()
        assert (shown["total"], shown["balance"]) == (eur_json("0.00"), eur_json("0.00")), kind


@pytest.mark.parametrize(
    ("policy", "state", "chase"),
    [("keep", "open", "never"), ("waive", "written_off", "now"), ("chase", "open", "now")],
)
async def test_once_the_invoice_is_paid_its_creditor_decides_about_the_charges(
    charge: Do,
    pay: Do,
    erp: AsyncClient,
    policy: str,
    state: str,
    chase: str,
) -> None:
    (found,) = (await charge("fixed_sum", law="de-business"))["data"]
    path = f"/v1/creditors/{creditor_id_of(TenantId('acme'), 'default')}/books"
    assert (await erp.put(path, json={"charges_once_paid": policy})).is_success
    await pay("B-1", "1000.00", value_date="2026-01-05", references=[{"invoice": "SO-1"}])
    document = (await erp.get(f"/v1/invoices/{found['id']}")).json()
    assert (document["state"], document["chase"]) == (state, chase)


async def test_one_payment_pays_an_invoice_and_the_charge_that_would_be_waived(
    charge: Do, pay: Do, erp: AsyncClient
) -> None:
    (found,) = (await charge("fixed_sum", law="de-business"))["data"]
    named = [{"invoice": "SO-1"}, {"invoice": "No SO-1/S1"}]
    payment = await pay("B-1", "1040.00", value_date="2026-01-05", references=named)
    assert payment["unapplied"] == eur_json("0.00")
    assert (await erp.get(f"/v1/charges/{found['id']}")).json()["state"] == "paid"


@pytest.mark.parametrize(
    ("order", "owed"),
    [
        ("principal_first", {"SO-1": "0.00", "fixed_sum": "10.00", "interest": "0.56"}),
        ("costs_first", {"SO-1": "10.56", "fixed_sum": "0.00", "interest": "0.00"}),
    ],
)
async def test_money_that_names_nothing_pays_in_the_creditors_order(
    charge: Do, pay: Do, erp: AsyncClient, invoice: Shown, order: str, owed: dict[str, str]
) -> None:
    """Costs, interest and principal by BGB 367(1), or principal first."""
    ids = {"SO-1": invoice["id"]}
    for kind in ("interest", "fixed_sum"):
        (found,) = (await charge(kind, law="de-business"))["data"]
        ids[kind] = found["id"]
    path = f"/v1/creditors/{creditor_id_of(TenantId('acme'), 'default')}/books"
    books = {"charges_once_paid": "chase", "order_of_payment": order}
    assert (await erp.put(path, json=books)).is_success
    await pay("B-1", "1030.00", value_date="2026-01-05")
    shown = {name: (await erp.get(f"/v1/invoices/{id}")).json() for name, id in ids.items()}
    assert {name: each["balance"]["amount"] for name, each in shown.items()} == owed


async def test_it_is_not_continued_for_it_would_bear_interest_then(
    charge: Do, customer: Shown, erp: AsyncClient
) -> None:
    (found,) = (await charge("fixed_sum", law="de-business"))["data"]
    body = {
        "customer_id": customer["id"],
        "external_id": "SO-9",
        "number": "No SO-9",
        "total": eur_json("40.00"),
        "issue_date": "2026-01-05",
        "continues": [{"invoice_id": found["id"]}],
    }
    refused = await erp.post("/v1/invoices", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "continuation_unacceptable")
