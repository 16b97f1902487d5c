"""What is missing in the data is counted, listed with its ids, and said what to do about."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.data_health.domain.checks import ADVICE, Check

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def found(erp: AsyncClient) -> dict[str, list[str]]:
    """Of each check that finds something, what; the counts say the same."""
    counts = (await erp.get("/v1/data-health")).json()["data"]
    lists = {
        each["check"]: (await erp.get(f"/v1/data-health/{each['check']}")).json()["data"]
        for each in counts
    }
    assert {each["check"]: each["findings"] for each in counts} == {
        check: len(rows) for check, rows in lists.items()
    }
    return {check: [row["subject_id"] for row in rows] for check, rows in lists.items() if rows}


def test_every_check_says_what_to_do() -> None:
    assert ADVICE.keys() == set(Check)


async def test_what_is_missing_is_found(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, bolts: Shown, follow: Follow, customer: Shown
) -> None:
    nobody = await send("/v1/customers", {**bolts, "external_id": "C-2", "persons": []})
    unreachable = await issue("SO-1", customer_id=nobody["id"])
    at_once = await issue("SO-2", due_date="2026-01-05")
    late = await issue("SO-3", issue_date="2025-12-20")
    held = await issue("SO-4", "0.80", chase="never")
    money = await pay("B-1", "5.00", value_date="2025-12-20", auto_allocate=False)
    await follow()
    both = sorted([customer["id"], nobody["id"]])
    assert await found(erp) == {
        "unreachable_customer": [nobody["id"]],
        "invoice_without_terms": [at_once["id"]],
        "customer_without_agreement": both,
        "late_invoice": [late["id"]],
        "held_back_invoice": [held["id"]],
        "money_on_account": [money["id"]],
    }
    (shown,) = (await erp.get("/v1/data-health/held_back_invoice")).json()["data"]
    assert (shown["name"], shown["amount"]["amount"]) == ("No SO-4", "0.80")
    assert unreachable["customer_id"] == nobody["id"]


async def test_terms_of_the_creditor_are_enough_and_what_is_paid_is_no_matter(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    await issue("SO-1", due_date="2026-01-05")
    await pay("B-1", "100.00", value_date="2026-01-05", references=[{"invoice": "SO-1"}])
    await issue("SO-2")
    terms = {"effective_from": "2025-01-01", "reason": "since always"}
    await send("/v1/agreements", {**terms, "clauses": {"payment_days": 30}})
    await follow()
    assert await found(erp) == {}


async def test_findings_come_page_by_page(erp: AsyncClient, issue: Do, follow: Follow) -> None:
    for i in range(3):
        await issue(f"SO-{i}", due_date="2026-01-05")
    await follow()
    path, query, ids = "/v1/data-health/invoice_without_terms", {"limit": "2"}, []
    while True:
        page = (await erp.get(path, params=query)).json()
        ids += [row["subject_id"] for row in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert len(set(ids)) == len(ids) == 3
