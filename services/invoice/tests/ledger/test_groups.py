"""One pays for another: what each statement, each age and the group's list say adds up."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.group_example import customer_json
from recoup_testing.money import eur_json
from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
LATER = "2026-02-10"


@pytest.fixture
async def child(send: Do, customer: Shown) -> Shown:
    return await send("/v1/customers", customer_json("C-2", "C-1"))


async def group(
    erp: AsyncClient, customer: Shown, **query: str
) -> list[tuple[str, int, list[str]]]:
    answer = await erp.get(f"/v1/customers/{customer['id']}/group", params=query)
    assert answer.is_success, answer.text
    return [
        (row["external_id"], row["level"], [each["balance"]["amount"] for each in row["balances"]])
        for row in answer.json()["data"]
    ]


async def test_both_statements_show_what_one_paid_for_the_other(
    erp: AsyncClient,
    issue: Do,
    pay: Do,
    send: Do,
    customer: Shown,
    child: Shown,
    follow: Follow,
) -> None:
    await issue("SO-1", "30.00")
    invoice = await issue("SO-2", customer_id=child["id"])
    payment = await pay("B-1", "120.00", references=[{"invoice": "SO-2"}, {"invoice": "SO-1"}])
    await follow()
    assert await statement(erp, customer, as_of=LATER) == [
        ("2026-01-05", "invoice", "No SO-1", "30.00", "30.00"),
        ("2026-01-20", "payment", "B-1", "-120.00", "-90.00"),
        ("2026-01-20", "paid_for_other", "No SO-2", "100.00", "10.00"),
    ]
    assert await statement(erp, child, as_of=LATER) == [
        ("2026-01-05", "invoice", "No SO-2", "100.00", "100.00"),
        ("2026-01-20", "paid_by_other", "No SO-2", "-100.00", "0.00"),
    ]
    shown = (
        await erp.get(f"/v1/customers/{customer['id']}/statement", params={"as_of": LATER})
    ).json()
    assert shown["data"][-1]["other_customer_id"] == child["id"]
    assert await group(erp, child, as_of=LATER) == [("C-1", 1, ["10.00"]), ("C-2", 2, ["0.00"])]
    assert await group(erp, customer, as_of="2026-01-19") == [
        ("C-1", 1, ["30.00"]),
        ("C-2", 2, ["100.00"]),
    ]

    await send(f"/v1/invoices/{invoice['id']}/cancellation", {"reason": "mistake"})
    await follow()
    assert (await statement(erp, customer, as_of=LATER))[-1][1:] == (
        "paid_for_other",
        "No SO-2",
        "-100.00",
        "-90.00",
    )
    assert [row[1:] for row in await statement(erp, child, as_of=LATER)] == [
        ("invoice", "No SO-2", "100.00", "100.00"),
        ("cancellation", "No SO-2", "-100.00", "0.00"),
        ("paid_by_other", "No SO-2", "-100.00", "-100.00"),
        ("paid_by_other", "No SO-2", "100.00", "0.00"),
    ]
    assert await group(erp, child, as_of=LATER) == [("C-1", 1, ["-90.00"]), ("C-2", 2, ["0.00"])]
    assert payment["unapplied"] == eur_json("0.00")


async def test_the_ages_of_both_add_up_to_those_of_all(
    erp: AsyncClient, issue: Do, pay: Do, customer: Shown, child: Shown, follow: Follow
) -> None:
    await issue("SO-1", "30.00")
    await issue("SO-2", customer_id=child["id"])
    await pay("B-1", "70.00", references=[{"invoice": "SO-2", "amount": eur_json("60.00")}])
    await follow()
    parents = await aging(erp, as_of=LATER, customer_id=customer["id"])
    childs = await aging(erp, as_of=LATER, customer_id=child["id"])
    assert parents == {"1-30": "30.00", "on_account": "10.00"}
    assert childs == {"1-30": "40.00"}
    both = await aging(erp, as_of=LATER)
    assert both == {
        name: str(sum(Decimal(each.get(name, "0.00")) for each in (parents, childs)))
        for name in ("1-30", "on_account")
    }


async def test_a_group_is_listed_page_by_page_and_by_parent(
    erp: AsyncClient, send: Do, customer: Shown, child: Shown, follow: Follow
) -> None:
    for n in range(3, 8):
        await send("/v1/customers", customer_json(f"C-{n}", "C-1" if n % 2 else "C-2"))
    await follow()
    seen: list[tuple[str, int]] = []
    query: dict[str, str] = {"limit": "3"}
    while True:
        page = (await erp.get(f"/v1/customers/{child['id']}/group", params=query)).json()
        seen += [(row["external_id"], row["level"]) for row in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    below = [("C-2", 2), ("C-3", 2), ("C-5", 2), ("C-7", 2), ("C-4", 3), ("C-6", 3)]
    assert seen == [("C-1", 1), *below]
    listed = (await erp.get("/v1/customers", params={"parent_id": child["id"]})).json()
    assert [row["external_id"] for row in listed["data"]] == ["C-4", "C-6"]
    assert {row["parent_id"] for row in listed["data"]} == {child["id"]}


async def test_lists_are_narrowed_to_those_below_a_parent(
    erp: AsyncClient, issue: Do, pay: Do, customer: Shown, child: Shown, follow: Follow
) -> None:
    await issue("SO-1")
    await issue("SO-2", customer_id=child["id"])
    await pay("B-1", "10.00")
    await pay("B-2", "10.00", customer_id=child["id"])
    await follow()
    for path, found in (("invoices", "SO-2"), ("payments", "B-2")):
        listed = (await erp.get(f"/v1/{path}", params={"parent_id": customer["id"]})).json()
        assert [row["external_id"] for row in listed["data"]] == [found]


async def test_strangers_have_no_group(erp: AsyncClient) -> None:
    assert (await erp.get("/v1/customers/cus_0/group")).status_code == 404
