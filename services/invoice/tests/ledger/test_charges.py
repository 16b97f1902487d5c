"""Charges in the read models: lists, statements, aging and postings."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


@pytest.fixture
async def charged(issue: Do, send: Do) -> Shown:
    """The law's fixed sum for an invoice that was due the day before."""
    invoice = await issue("SO-1", issue_date="2025-12-01", due_date="2026-01-04")
    body = {"invoice_id": invoice["id"], "kind": "fixed_sum", "law": "de-business"}
    (found,) = (await send("/v1/charges", body))["data"]
    shown: Shown = found
    return shown


async def test_charges_are_listed_apart_from_invoices(
    charged: Shown, erp: AsyncClient, send: Do, customer: Shown, follow: Follow
) -> None:
    await send(f"/v1/charges/{charged['id']}/waiver", {"reason": "goodwill"})
    await follow()
    (row,) = (await erp.get("/v1/charges")).json()["data"]
    one = (await erp.get(f"/v1/charges/{charged['id']}")).json()
    assert row == one
    assert (row["state"], row["waived"]["amount"]) == ("written_off", "40.00")
    invoices = (await erp.get("/v1/invoices")).json()["data"]
    assert [each["external_id"] for each in invoices] == ["SO-1"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"kind": "fixed_sum", "state": "open", "creditor": "default"}, 1),
        ({"kind": "interest"}, 0),
        ({"creditor": "north"}, 0),
        ({"search": "so-1/s"}, 1),
        ({"search": "so-2"}, 0),
        ({"updated_since": "2027-01-01T00:00:00Z"}, 0),
    ],
)
async def test_the_list_is_narrowed(
    charged: Shown, erp: AsyncClient, follow: Follow, wanted: dict[str, str], count: int
) -> None:
    await follow()
    assert len((await erp.get("/v1/charges", params=wanted)).json()["data"]) == count
    query = wanted | {"invoice_id": charged["invoice_id"]}
    assert len((await erp.get("/v1/charges", params=query)).json()["data"]) == count


async def test_they_stand_in_the_statement_are_aged_and_posted(
    charged: Shown, erp: AsyncClient, customer: Shown, follow: Follow
) -> None:
    await follow()
    assert (await statement(erp, customer))[-1] == (
        *("2026-01-05", "charge", "No SO-1/S1", "40.00", "140.00"),
    )
    assert await aging(erp, as_of="2026-01-05") == {"1-30": "100.00", "current": "40.00"}
    (posting,) = (await erp.get("/v1/postings")).json()["data"]
    assert (posting["kind"], posting["amount"]["amount"]) == ("charge", "40.00")
    assert posting["invoice_id"] == charged["id"]
