"""An ERP sends all its invoices every night: the first time issues them, later ones amend them."""

from asyncio import gather
from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
PATH = "/v1/invoices/by/external-id/SO%2F1"
INVOICE: Shown = {
    "customer_external_id": "C-1",
    "number": "2026-0001",
    "purchase_order": "PO-7",
    "total": eur_json("119.00"),
    "lines": [
        {
            "description": "Bolts",
            "net": eur_json("100.00"),
            "tax": eur_json("19.00"),
            "quantity": "2.5",
            "unit": "KGM",
            "tax_rate": "19",
        }
    ],
    "issue_date": "2026-01-05",
    "due_date": "2026-02-04",
}


async def test_it_is_issued_once_however_often_it_is_sent(
    erp: AsyncClient, customer: Shown
) -> None:
    answers = await gather(*(erp.put(PATH, json=INVOICE) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert {answer.headers["ETag"] for answer in answers} == {'"1"'}
    assert {answer.json()["external_id"] for answer in answers} == {"SO/1"}


async def test_what_has_become_of_it_does_not_matter(erp: AsyncClient, customer: Shown) -> None:
    issued = (await erp.put(PATH, json=INVOICE)).json()
    await erp.post(f"/v1/invoices/{issued['id']}/cancellation", json={"reason": "twice"})
    await erp.patch(f"/v1/customers/{customer['id']}", json={"time_zone": "Europe/Vienna"})
    again = await erp.put(PATH, json=INVOICE)
    assert (again.status_code, again.json()["state"]) == (200, "cancelled")


@pytest.mark.parametrize(
    "other",
    [
        {"number": "2026-0002"},
        {"purchase_order": None},
        {"lines": []},
        {"due_date": "2026-02-05"},
    ],
)
async def test_another_text_or_due_date_amends_it(
    erp: AsyncClient, customer: Shown, other: Shown
) -> None:
    issued = (await erp.put(PATH, json=INVOICE)).json()
    amended = await erp.put(PATH, json=INVOICE | other)
    schedule = [{**issued["schedule"][0], "due_date": amended.json()["due_date"]}]
    assert amended.json() == issued | other | {"schedule": schedule}
    assert amended.status_code == 200
    assert amended.headers["ETag"] == '"2"'
    assert (await erp.put(PATH, json=INVOICE | other)).headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    "other",
    [
        {"total": {"currency": "USD", "amount": "119.00"}},
        {"issue_date": "2026-01-04"},
        {"customer_external_id": "C-2"},
    ],
)
async def test_what_stays_as_it_is_is_refused_with_the_next_step(
    erp: AsyncClient, customer: Shown, other: Shown
) -> None:
    issued = await erp.put(PATH, json=INVOICE)
    refused = await erp.put(PATH, json=INVOICE | other)
    assert (refused.status_code, refused.json()["code"]) == (409, "invoice_content_differs")
    assert refused.json()["errors"][0]["pointer"].startswith(f"/{next(iter(other))}")
    assert "Cancel it, and issue a new one" in refused.json()["detail"]
    read = await erp.get(f"/v1/invoices/{issued.json()['id']}")
    assert read.json() == issued.json()


async def test_another_total_adjusts_it_and_what_was_paid_goes_on_account(
    erp: AsyncClient, customer: Shown, pay: Callable[..., Any]
) -> None:
    issued = (await erp.put(PATH, json=INVOICE)).json()
    payment = await pay("B-1", "119.00")
    lowered = {
        "total": eur_json("59.50"),
        "lines": [
            {**INVOICE["lines"][0], "net": eur_json("50.00"), "tax": eur_json("9.50")},
        ],
    }
    answer = (await erp.put(PATH, json=INVOICE | lowered)).json()
    assert (answer["total"], answer["lines"]) == (lowered["total"], lowered["lines"])
    assert (answer["id"], answer["state"], answer["paid"]) == (
        issued["id"],
        "paid",
        answer["total"],
    )
    assert (await erp.get(f"/v1/payments/{payment['id']}")).json()["unapplied"] == eur_json("59.50")
    assert (await erp.put(PATH, json=INVOICE)).json()["balance"] == eur_json("59.50")


async def test_an_unknown_customer_is_refused(erp: AsyncClient) -> None:
    refused = await erp.put(PATH, json=INVOICE)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_customer")


async def test_another_tenants_invoice_is_another(
    erp: AsyncClient, customer: Shown, asking: Callable[[str], Any]
) -> None:
    await erp.put(PATH, json=INVOICE)
    async with asking("other") as stranger:
        assert (await stranger.put(PATH, json=INVOICE)).json()["code"] == "unknown_customer"
