"""What one system calls so is not what another does, in the same creditor's books."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_events.kernel.ids import TenantId
from recoup_service.api.named_resources import InvoiceNamed
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def test_two_systems_may_use_one_id(
    erp: AsyncClient, issue: Do, pay: Do, follow: Follow
) -> None:
    ours = await issue("1", "10.00")
    shops = await issue("1", "10.00", source="shop")
    assert (ours["source"], shops["source"]) == ("erp", "shop")
    assert ours["id"] != shops["id"]
    named = InvoiceNamed(invoice_external_id="1", source="shop")
    assert named.invoice_in(TenantId("acme")) == shops["id"]
    await pay("B-1", "10.00", references=[{"invoice": "1", "source": "shop"}])
    await pay("B-1", "4.00", source="shop", references=[{"invoice": "1"}])
    await follow()
    for path in ("/v1/invoices", "/v1/payments"):
        for source in ("erp", "shop", "till"):
            rows = (await erp.get(path, params={"source": source})).json()["data"]
            assert [row["source"] for row in rows] == [source] * (source != "till"), path
    rows = (await erp.get("/v1/invoices", params={"external_id": "1"})).json()["data"]
    assert {row["source"]: row["balance"]["amount"] for row in rows} == {
        "erp": "6.00",
        "shop": "0.00",
    }


async def test_the_same_of_one_system_is_the_same(erp: AsyncClient, issue: Do) -> None:
    shops = await issue("1", source="shop")
    body = {
        "customer_id": shops["customer_id"],
        **{name: shops[name] for name in ("number", "total", "issue_date", "due_date")},
    }
    again = await erp.put("/v1/invoices/by/external-id/1", json=body | {"source": "shop"})
    assert (again.status_code, again.json()["id"]) == (200, shops["id"])
    other = await erp.put("/v1/invoices/by/external-id/1", json=body)
    assert other.status_code == 201


@pytest.mark.parametrize("source", ["", "Shop", "a b", "x" * 41, None])
async def test_a_system_has_a_short_plain_name(
    erp: AsyncClient, issue: Do, source: str | None
) -> None:
    shops = await issue("1")
    body = {name: shops[name] for name in ("number", "total", "issue_date", "due_date")}
    answer = await erp.put("/v1/invoices/by/external-id/2", json=body | {"source": source})
    assert answer.status_code == 422
    assert "/source" in [error["pointer"] for error in answer.json()["errors"]]


async def test_payments_come_from_the_erp_or_from_the_bank_and_never_from_both(
    erp: AsyncClient, pay: Do, customer: Shown
) -> None:
    payment = {
        "customer_id": customer["id"],
        "external_id": "B-2",
        "amount": eur_json("10.00"),
        "method": "transfer",
        "value_date": "2026-01-05",
    }
    answer = await erp.post("/v1/payments", json=payment | {"source": "bank"})
    assert (answer.status_code, answer.json()["code"]) == (409, "cash_from_elsewhere")
    creditor = (await erp.put("/v1/creditors/by/code/default", json=BOLTS)).json()
    path = f"/v1/creditors/{creditor['id']}/books"
    assert (await erp.put(path, json={"source_of_cash": "bank"})).is_success
    answer = await erp.post("/v1/payments", json=payment)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/source")
    assert (await pay("B-2", "10.00", source="bank"))["source"] == "bank"
    assert (await pay("B-2", "10.00", source="till"))["source"] == "till", "cash at the counter"
