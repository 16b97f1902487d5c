"""Invoices in several terms over the API."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
DAYS = ("2026-02-04", "2026-03-04", "2026-04-04")


def schedule(*amounts: str, days: tuple[str, ...] = DAYS) -> Shown:
    terms = [
        {"due_date": day, "amount": eur_json(amount)}
        for day, amount in zip(days, amounts, strict=False)
    ]
    return {"due_date": None, "schedule": terms}


THREE = schedule("20.00", "30.00", "50.00")


def terms_of(invoice: Shown) -> list[tuple[str, str, str]]:
    return [(t["due_date"], t["balance"]["amount"], t["state"]) for t in invoice["schedule"]]


async def test_each_term_shows_what_is_owed_on_it(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    issued = await issue("SO-1", **THREE)
    assert issued["due_date"] == "2026-02-04"
    assert [term["term"] for term in issued["schedule"]] == [1, 2, 3]
    payment = await pay("B-1", "25.00")
    ids = [term["receivable_id"] for term in issued["schedule"]]
    assert [part["receivable_id"] for part in payment["allocations"]] == ids[:2]
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert (shown["state"], shown["due_date"]) == ("open", "2026-03-04")
    assert terms_of(shown) == [
        ("2026-02-04", "0.00", "paid"),
        ("2026-03-04", "25.00", "open"),
        ("2026-04-04", "50.00", "open"),
    ]
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert [term["balance"] for term in shown["schedule"]] == [
        term["amount"] for term in issued["schedule"]
    ]


async def test_money_without_references_pays_the_term_that_is_longest_due(
    issue: Do, pay: Do
) -> None:
    first = await issue("SO-1", **THREE)
    second = await issue("SO-2", "40.00", due_date="2026-02-20")
    payment = await pay("B-1", "70.00")
    paid = [(part["invoice_id"], part["amount"]["amount"]) for part in payment["allocations"]]
    assert paid == [(first["id"], "20.00"), (second["id"], "40.00"), (first["id"], "10.00")]


async def test_a_reference_may_name_a_term(
    erp: AsyncClient, issue: Do, pay: Do, credit: Do
) -> None:
    issued = await issue("SO-1", **THREE)
    payment = await pay("B-1", "50.00", references=[{"invoice": "SO-1", "term": 3}])
    (part,) = payment["allocations"]
    assert part["receivable_id"] == issued["schedule"][2]["receivable_id"]
    note = await credit("CN-1", "5.00", references=[{"invoice": "SO-1", "term": 2}])
    assert note["allocations"][0]["receivable_id"] == issued["schedule"][1]["receivable_id"]
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert terms_of(shown)[1:] == [("2026-03-04", "25.00", "open"), ("2026-04-04", "0.00", "paid")]
    unknown = {"references": [{"invoice": "SO-1", "term": 4, "amount": eur_json("1.00")}]}
    body = {
        "customer_id": issued["customer_id"],
        "external_id": "B-2",
        "amount": eur_json("1.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
    }
    refused = (await erp.post("/v1/payments", json=body | unknown)).json()
    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "unknown_term",
        "/references/0/term",
    )


async def test_a_number_means_the_invoice_over_the_amount_whatever_its_terms(
    issue: Do, pay: Do
) -> None:
    same = {"number": "R-1"}
    first = await issue("SO-1", **THREE, **same)
    await issue("SO-2", "20.00", **same)
    payment = await pay("B-1", "100.00", references=[{"invoice": "R-1"}])
    assert {part["invoice_id"] for part in payment["allocations"]} == {first["id"]}


async def test_due_dates_are_amended_and_amounts_are_not(erp: AsyncClient, issue: Do) -> None:
    issued = await issue("SO-1", **THREE)
    path = f"/v1/invoices/{issued['id']}"
    days = [{"due_date": day} for day in (DAYS[0], DAYS[1], "2026-05-04")]
    amended = await erp.patch(path, json={"schedule": days, "reason": "agreed"})
    assert [term[0] for term in terms_of(amended.json())] == [DAYS[0], DAYS[1], "2026-05-04"]
    one = await erp.patch(path, json={"due_date": DAYS[0], "reason": "agreed"})
    assert (one.status_code, one.json()["code"]) == (422, "terms_unacceptable")


async def test_sent_again_it_is_put_right_term_by_term(
    erp: AsyncClient, customer: Shown, issue: Do
) -> None:
    path = "/v1/invoices/by/external-id/SO-1"
    content = {
        "customer_id": customer["id"],
        "number": "R-1",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-05",
    }
    await erp.put(path, json=content | THREE)
    again = await erp.put(path, json=content | THREE)
    assert (again.status_code, again.headers["ETag"]) == (200, '"1"')
    other = schedule("40.00", "30.00", "30.00", days=(DAYS[0], "2026-03-10", DAYS[2]))
    changed = await erp.put(path, json=content | other)
    assert [term[:2] for term in terms_of(changed.json())] == [
        (DAYS[0], "40.00"),
        ("2026-03-10", "30.00"),
        (DAYS[2], "30.00"),
    ]
    fewer = await erp.put(path, json=content | schedule("60.00", "40.00"))
    assert (fewer.status_code, fewer.json()["code"]) == (409, "invoice_content_differs")


async def test_an_adjustment_may_name_a_term(erp: AsyncClient, issue: Do, send: Do) -> None:
    issued = await issue("SO-1", **THREE)
    path = f"/v1/invoices/{issued['id']}/adjustments"
    shown = await send(path, {"amount": eur_json("-60.00"), "reason": "price"})
    assert [term[1] for term in terms_of(shown)] == ["20.00", "20.00", "0.00"]
    shown = await send(path, {"amount": eur_json("5.00"), "term": 1, "reason": "price"})
    assert [term[1] for term in terms_of(shown)] == ["25.00", "20.00", "0.00"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"due_date": "2026-02-04"}, ""),
        ({"schedule": None}, ""),
        ({"schedule": []}, "/schedule"),
        ({"schedule": [{"due_date": "2026-02-04", "amount": eur_json("0.00")}]}, "/schedule/0"),
        (schedule("20.00", "30.00"), "/schedule"),
        (schedule("60.00", "40.00", days=(DAYS[1], DAYS[0])), "/schedule/1/due_date"),
    ],
)
async def test_a_schedule_that_cannot_be_meant_is_refused(
    erp: AsyncClient, customer: Shown, change: Shown, pointer: str
) -> None:
    invoice = {
        "customer_id": customer["id"],
        "external_id": "SO-1",
        "number": "R-1",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-05",
    }
    refused = await erp.post("/v1/invoices", json=invoice | THREE | change)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].startswith(pointer)
