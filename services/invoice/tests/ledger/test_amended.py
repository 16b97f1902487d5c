"""Lists, statement and aging say what an amended invoice says by now."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.servers

Do = Callable[..., Awaitable[dict[str, Any]]]
Follow = Callable[[], Awaitable[None]]


async def test_an_amended_invoice_is_listed_and_aged_as_it_stands(
    erp: AsyncClient, issue: Do, customer: dict[str, Any], follow: Follow
) -> None:
    issued = await issue("SO-1", issue_date="2025-10-01", due_date="2025-11-01")
    path = f"/v1/invoices/{issued['id']}"
    await erp.patch(path, json={"due_date": "2026-01-01", "reason": "agreed"})
    await erp.patch(path, json={"number": "R-2", "reason": "mistyped"})
    await follow()
    (listed,) = (await erp.get("/v1/invoices", params={"number": "R-2"})).json()["data"]
    assert (listed["state"], listed["due_date"]) == ("overdue", "2026-01-01")
    (aged,) = (await erp.get("/v1/aging", params={"as_of": "2026-01-31"})).json()["data"]
    assert {b["bucket"] for b in aged["buckets"] if b["balance"]["amount"] != "0.00"} == {"1-30"}
    statement = (await erp.get(f"/v1/customers/{customer['id']}/statement")).json()
    assert [entry["reference"] for entry in statement["data"]] == ["R-2"]

    await erp.patch(path, json={"due_date": "2026-06-01", "reason": "agreed"})
    await follow()
    (listed,) = (await erp.get("/v1/invoices")).json()["data"]
    assert (listed["state"], listed["due_date"]) == ("open", "2026-06-01")
