from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import DEFAULT, TenantId, creditor_id_of, receivable_id_of
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Issue = Callable[..., Awaitable[Shown]]


INVOICE = {
    "customer_external_id": "C-1",
    "external_id": "SO-1",
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
LOWER = {"amount": eur_json("-40.00"), "reason": "one box was billed twice"}


async def test_an_issued_invoice_can_be_read(erp: AsyncClient, customer: Shown) -> None:
    issued = await erp.post("/v1/invoices", json=INVOICE)
    assert issued.status_code == 201
    assert issued.json() == {
        **{field: INVOICE[field] for field in INVOICE if field != "customer_external_id"},
        "id": issued.json()["id"],
        "metadata": {},
        "source": "erp",
        "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z",
        "customer_id": customer["id"],
        "creditor_id": creditor_id_of(TenantId("acme"), DEFAULT),
        "state": "open",
        "continues": [],
        "continued_by": None,
        "continuations": [],
        "continued": eur_json("0.00"),
        "credited": eur_json("0.00"),
        "paid": eur_json("0.00"),
        "written_off": eur_json("0.00"),
        "discounted": eur_json("0.00"),
        "discounts": [],
        "taxes": [],
        "payment_reference": None,
        "balance": eur_json("119.00"),
        "time_zone": "Europe/Berlin",
        "chase": "now",
        "chase_from": None,
        "taken": None,
        "schedule": [
            {
                "term": 1,
                "receivable_id": receivable_id_of(issued.json()["id"], 0),
                "due_date": "2026-02-04",
                "amount": eur_json("119.00"),
                "balance": eur_json("119.00"),
                "state": "open",
            }
        ],
        "credits": [],
        "payments": [],
        "write_offs": [],
    }
    read = await erp.get(issued.headers["Location"])
    assert (read.json(), read.headers["ETag"]) == (issued.json(), '"1"')


async def test_a_retry_with_the_same_key_issues_one_invoice(
    erp: AsyncClient, customer: Shown
) -> None:
    key = {"Idempotency-Key": "batch-7-row-1"}
    first = await erp.post("/v1/invoices", json=INVOICE, headers=key)
    second = await erp.post("/v1/invoices", json=INVOICE, headers=key)
    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"


async def test_an_external_id_issues_one_invoice_whoever_the_customer_is(
    erp: AsyncClient, customer: Shown, send: Callable[..., Awaitable[Shown]]
) -> None:
    other = await send("/v1/customers", customer_body("C-2"))
    issued = await send("/v1/invoices", INVOICE)
    to_other = {**INVOICE, "customer_id": other["id"]}
    del to_other["customer_external_id"]
    for body in (INVOICE, to_other):
        answer = await erp.post("/v1/invoices", json=body)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (409, "duplicate_external_id")
        assert problem["see"] == answer.headers["Location"] == f"/v1/invoices/{issued['id']}"
        assert problem["errors"][0]["pointer"] == "/external_id"


def customer_body(external_id: str) -> Shown:
    return {
        "external_id": external_id,
        "name": "Nuts Ltd",
        "kind": "entity",
        "country": "GB",
        "time_zone": "Europe/London",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"total": eur_json("-1.00")}, "/total/amount"),
        ({"total": eur_json("0.00")}, "/total/amount"),
        ({"total": eur_json("1.005")}, "/total/amount"),
        ({"total": eur_json(119.0)}, "/total/amount"),
        ({"total": eur_json("1e2")}, "/total/amount"),
        ({"total": eur_json("1" * 30)}, "/total/amount"),
        ({"total": {"amount": "1", "currency": "XXX"}}, "/total/currency"),
        ({"total": {"amount": "119.50", "currency": "JPY"}}, "/total/amount"),
        ({"total": eur_json("118.99")}, "/total/amount"),
        ({"total": {"amount": "119.00", "currency": "USD"}}, "/lines/0/net/currency"),
        ({"due_date": "2026-01-04"}, "/due_date"),
        ({"due_date": "2026-02-30"}, "/due_date"),
        ({"due_date": 20260204}, "/due_date"),
        ({"issue_date": "2019-01-05", "due_date": "2019-02-04"}, "/due_date"),
        ({"due_date": "9999-12-31"}, "/due_date"),
        ({"external_id": ""}, "/external_id"),
        ({"discount": "1.00"}, "/discount"),
        ({"customer_external_id": "C-404"}, "/customer_external_id"),
        ({"customer_id": "cus_0"}, ""),
    ],
)
async def test_a_mistake_is_pointed_at(
    erp: AsyncClient, customer: Shown, wrong: Shown, pointer: str
) -> None:
    answer = await erp.post("/v1/invoices", json=INVOICE | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_an_unknown_customer_has_its_own_code(erp: AsyncClient) -> None:
    answer = await erp.post("/v1/invoices", json=INVOICE)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_customer")


async def test_the_smallest_invoice_is_issued(erp: AsyncClient, issue: Issue) -> None:
    assert (await issue("SO-1", "0.01"))["balance"] == eur_json("0.01")


@pytest.mark.parametrize(("amount", "currency"), [("119", "JPY"), ("119.005", "KWD")])
async def test_every_currency_has_its_own_decimals(
    issue: Issue, amount: str, currency: str
) -> None:
    total = {"currency": currency, "amount": amount}
    assert (await issue("SO-1", total=total))["balance"] == total


async def test_a_cancelled_invoice_owes_nothing(erp: AsyncClient, issue: Issue) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    reason = {"reason": "issued twice"}
    cancelled = (await erp.post(f"{path}/cancellation", json=reason)).json()
    assert (cancelled["state"], cancelled["balance"]) == ("cancelled", eur_json("0.00"))
    again = await erp.post(f"{path}/cancellation", json=reason)
    assert (again.status_code, again.json()["code"]) == (409, "invoice_refused")


@pytest.mark.parametrize(
    ("what", "body"), [("adjustments", LOWER), ("cancellation", {"reason": "x"})]
)
async def test_a_change_names_the_version_it_was_decided_on(
    erp: AsyncClient, issue: Issue, what: str, body: Shown
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}/{what}"
    assert (await erp.post(path, json=body, headers={"If-Match": '"2"'})).status_code == 412
    del erp.headers["If-Match"]
    assert (await erp.post(path, json=body)).status_code == 428


async def test_another_tenant_sees_no_invoice(issue: Issue, asking: Callable[[str], Any]) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    async with asking("other") as stranger:
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"{path}/adjustments", json=LOWER)).status_code == 404
