"""What happened to a customer, in the words of people, the latest first."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def test_a_timeline_tells_what_happened_with_the_names_people_use(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    invoice = await issue("SO-1")
    await pay("B-1", "40.00", references=[{"invoice": "SO-1"}])
    await send(f"/v1/invoices/{invoice['id']}/write-off", {"reason": "gone"})
    condition = {"condition": "hardship", "source": "letter", "effective_from": "2026-01-05"}
    await send(f"/v1/customers/{customer['id']}/conditions", condition)
    await follow()
    path = f"/v1/customers/{customer['id']}/timeline"
    told = (await erp.get(path)).json()["data"]
    assert [(each["kind"], each["words"]) for each in told] == [
        ("condition", "From 2026-01-05 counts: hardship, by letter."),
        ("posting", "A posting (write off) of -60.00 EUR waits for the ERP, dated 2026-01-05."),
        ("write_off", "60.00 EUR of invoice No SO-1 were written off."),
        (
            "allocation",
            "40.00 EUR of payment B-1 pay invoice No SO-1, counted from 2026-01-20; "
            "60.00 EUR are left on that term.",
        ),
        ("payment", "Payment B-1 of 40.00 EUR came in, value date 2026-01-20."),
        (
            "document",
            "Invoice No SO-1 over 100.00 EUR was issued on 2026-01-05, due 2026-02-04.",
        ),
        ("customer", "Bolts GmbH was registered."),
    ]
    assert told[2]["reason"] == "gone"
    assert all(each["actor"].startswith("key:") for each in told)
    assert told[3]["correlation_id"] == told[4]["correlation_id"]
    kinds = {"kind": ["payment", "document"]}
    some = (await erp.get(path, params=kinds)).json()["data"]
    assert [each["kind"] for each in some] == ["payment", "document"]


async def test_a_timeline_goes_on_from_page_to_page(
    erp: AsyncClient, issue: Do, customer: Shown, follow: Follow
) -> None:
    for i in range(4):
        await issue(f"SO-{i}")
    await follow()
    path, query, told = f"/v1/customers/{customer['id']}/timeline", {"limit": "2"}, []
    while True:
        page = (await erp.get(path, params=query)).json()
        told += [each["subject"] for each in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert told == ["invoice"] * 4 + ["customer"]
    assert (await erp.get("/v1/customers/cus_0/timeline")).status_code == 404


async def test_another_tenant_sees_none_of_it(
    issue: Do, customer: Shown, asking: Callable[[str], Any], follow: Follow
) -> None:
    await issue("SO-1")
    await follow()
    async with asking("other") as stranger:
        path = f"/v1/customers/{customer['id']}/timeline"
        assert (await stranger.get(path)).status_code == 404
