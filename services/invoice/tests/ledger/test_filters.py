"""Lists are narrowed by what an integrator knows of a thing."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
NUTS = {
    "external_id": "C-2",
    "name": "Nuts 100% Ltd",
    "kind": "sole_trader",
    "country": "GB",
    "time_zone": "Europe/London",
    "language": "en",
}


async def listed(erp: AsyncClient, path: str, **query: str) -> list[str]:
    """The external ids of a list."""
    answer = await erp.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [row["external_id"] for row in answer.json()["data"]]


async def test_customers(erp: AsyncClient, customer: Shown, send: Do, follow: Follow) -> None:
    nuts = await send("/v1/customers", NUTS)
    recorded = {"source": "letter", "effective_from": "2026-01-05"}
    for id, condition in ((nuts["id"], "insolvency"), (customer["id"], "hardship")):
        await send(f"/v1/customers/{id}/conditions", recorded | {"condition": condition})
    shown = await send(f"/v1/customers/{nuts['id']}/conditions", recorded | {"condition": "death"})
    lift = f"/v1/customers/{nuts['id']}/conditions/{shown['conditions'][-1]['id']}/lift"
    await send(lift, {"reason": "alive"})
    await follow()
    path = "/v1/customers"
    assert await listed(erp, path, search="bOLTS") == ["C-1"]
    assert await listed(erp, path, search="0% l") == ["C-2"]
    assert await listed(erp, path, search="00%") == ["C-2"], "no wildcard"
    assert await listed(erp, path, country="GB") == ["C-2"]
    assert await listed(erp, path, kind="entity") == ["C-1"]
    assert await listed(erp, path, condition="insolvency") == ["C-2"]
    assert await listed(erp, path, condition="hardship", country="GB") == []
    assert await listed(erp, path, condition="death") == []


async def test_invoices(erp: AsyncClient, issue: Do, follow: Follow) -> None:
    await issue("SO-1", number="2026-1", purchase_order="PO-7")
    await issue("SO-2", number="2026-12")
    await follow()
    path = "/v1/invoices"
    assert await listed(erp, path, number="2026-1") == ["SO-1"]
    assert await listed(erp, path, purchase_order="PO-7") == ["SO-1"]
    assert await listed(erp, path, purchase_order="PO") == []
    assert sorted(await listed(erp, path, search="2026-1")) == ["SO-1", "SO-2"]
    assert await listed(erp, path, search="SO-2") == ["SO-2"]
    assert await listed(erp, path, search="po-") == ["SO-1"]
    assert await listed(erp, path, search="26-12") == ["SO-2"], "in the midst"
    for nothing in ("%2026", "202_", "202\\", "2026-1 PO-8"):
        assert await listed(erp, path, search=nothing) == []
    [row] = (await erp.get(path, params={"search": "po-7"})).json()["data"]
    change = {"number": "2027-1", "purchase_order": None, "reason": "typed wrongly"}
    amended = await erp.patch(f"{path}/{row['id']}", json=change, headers={"If-Match": "*"})
    assert amended.status_code == 200
    await follow()
    assert await listed(erp, path, search="po-7") == []
    assert await listed(erp, path, search="2027") == await listed(erp, path, search="so-1")


async def test_payments(erp: AsyncClient, pay: Do, follow: Follow) -> None:
    await pay("B-1", "1.00", value_date="2026-01-02", reference="Invoice 2026-1, thanks")
    await pay("B-2", "1.00", value_date="2026-01-04")
    await follow()
    path = "/v1/payments"
    assert await listed(erp, path, value_date_from="2026-01-03") == ["B-2"]
    assert await listed(erp, path, value_date_to="2026-01-03") == ["B-1"]
    assert await listed(erp, path, value_date_from="2026-01-02", value_date_to="2026-01-04") == [
        "B-2",
        "B-1",
    ]
    assert await listed(erp, path, reference="THANKS") == ["B-1"]
    assert await listed(erp, path, search="2026-1, Th") == ["B-1"]
    assert await listed(erp, path, search="b-2") == ["B-2"]
