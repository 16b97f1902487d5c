"""A discount stands in every report from the day its money came, and is posted with its tax."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json
from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
UNTIL = "2026-01-05"
TAXES = [{"rate": "19", "net": eur_json("84.03"), "tax": eur_json("15.97")}]


async def test_it_stands_in_every_report_and_goes_with_its_money(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    gives = {"discounts": [{"percent": "2", "until": UNTIL}], "taxes": TAXES}
    issued = await issue("SO-1", **gives)
    payment = await pay("B-1", "98.00", value_date=UNTIL)
    await follow()
    assert await aging(erp) == {}
    (row,) = (await erp.get("/v1/invoices", params={"state": "paid"})).json()["data"]
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert row == {field: shown[field] for field in row}
    assert row["discounted"] == eur_json("2.00")
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    kinds = [(kind, amount) for _, kind, _, amount, _ in await statement(erp, customer)]
    assert sorted(kinds) == [
        ("discount", "-2.00"),
        ("discount_reversal", "2.00"),
        ("invoice", "100.00"),
        ("payment", "-98.00"),
        ("reversal", "98.00"),
    ]
    assert await aging(erp) == {"current": "100.00"}
    postings = (await erp.get("/v1/postings")).json()["data"]
    assert [
        (each["kind"], each["amount"]["amount"], each["taxes"][0]["tax"]["amount"])
        for each in postings
    ] == [("discount", "-2.00", "-0.32"), ("discount_reversal", "2.00", "0.32")]
