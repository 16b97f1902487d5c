"""What the bank took back is listed, with the receipt and the payments it undid."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.receipts import receipt

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Issue = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def listed(erp: AsyncClient, **query: str) -> list[Shown]:
    answer = await erp.get("/v1/returns", params=query)
    assert answer.is_success, answer.text
    found: list[Shown] = answer.json()["data"]
    return found


async def test_returns_are_found_by_what_is_known_of_them(
    erp: AsyncClient, bank: None, send: Send, issue: Issue, follow: Follow
) -> None:
    returns = []
    for nth, day in enumerate(("2026-02-05", "2026-02-03")):
        number = f"RE-2026-000{nth}"
        await issue(f"SO-{nth}", number=number)
        await follow()
        named = {"end_to_end_id": f"E-{nth}", "text": number}
        credited = await send("/v1/receipts", receipt(f"B-{nth}", **named))
        await follow()
        body = receipt(f"R-{nth}", value_date=day) | {"reason": f"AM0{nth} no funds"}
        returns.append(await send("/v1/returns", {**body, "end_to_end_id": f"E-{nth}"}))
        assert returns[-1]["receipt_id"] == credited["id"]
    await follow()
    late, early = returns
    assert await listed(erp) == [late, early]
    assert await listed(erp, sort="value_date") == [early, late]
    assert await listed(erp, external_id="R-1", source="bank") == [early]
    assert await listed(erp, receipt_id=late["receipt_id"]) == [late]
    assert await listed(erp, value_date_from="2026-02-04") == [late]
    assert await listed(erp, value_date_to="2026-02-04") == [early]
    assert await listed(erp, search="am01 no") == [early]
    assert await listed(erp, creditor="nuts") == []
    assert await listed(erp, currency="CHF") == []
    assert await listed(erp, updated_since="2030-01-01T00:00:00Z") == []
