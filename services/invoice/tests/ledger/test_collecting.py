"""DSO, both ways, and CEI: the examples of the page that defines them, and the report that shows them."""

import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.ledger.domain.collecting import Month, Sales
from recoup_testing.clock import TurnedClock

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
PAGE = Path(__file__).parents[4] / "docs/explanation/reports.md"
SOLD = re.compile(r"(\d{4}-\d{2}) (-?[0-9.]+)")


def examples() -> Iterator[list[str]]:
    for line in PAGE.read_text().splitlines():
        if SOLD.match(line.removeprefix("| ")):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def decimal(text: str) -> Decimal | None:
    return None if text == "none" else Decimal(text)


EXAMPLES = list(examples())


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[-1])
def test_the_figures_are_those_reckoned_by_hand(example: list[str]) -> None:
    sales, opening, closing, current, dso, countback, cei, _ = example
    sold = [Sales(date.fromisoformat(f"{m}-01"), cents(s)) for m, s in SOLD.findall(sales)]
    month = Month(cents(opening), cents(closing), cents(current), sold[::-1])
    figures = (month.dso, month.dso_countback, month.cei)
    assert figures == (decimal(dso), decimal(countback), decimal(cei))


@pytest.mark.servers
async def test_the_report_shows_each_figure_with_what_it_is_made_of(
    erp: AsyncClient, issue: Do, pay: Do, clock: TurnedClock, follow: Follow
) -> None:
    await issue("SO-1", "100.00", issue_date="2025-12-05", due_date="2026-01-20")
    await issue("SO-2", "200.00", issue_date="2026-01-05", due_date="2026-02-10")
    await pay("B-1", "60.00", value_date="2026-01-30", references=[{"invoice": "SO-1"}])
    clock.turn(timedelta(days=40))
    await follow()
    query = {"from_month": "2026-01", "until_month": "2026-01"}
    (shown,) = (await erp.get("/v1/reports/collection", params=query)).json()["data"]
    amounts = {k: v["amount"] for k, v in shown.items() if isinstance(v, dict)}
    assert amounts == {
        "opening": "100.00",
        "sales": "200.00",
        "closing": "240.00",
        "closing_current": "200.00",
    }
    assert (shown["days"], shown["dso"], shown["dso_countback"]) == (31, "37.20", "43.40")
    assert shown["cei"] == "60.00"
    taken = [(each["month"], each["days"]) for each in shown["countback"]]
    assert taken == [("2026-01", "31.00"), ("2025-12", "12.40")]
    (by,) = (await erp.get("/v1/reports/collection", params={**query, "by_creditor": True})).json()[
        "data"
    ]
    assert by == shown | {"creditor_id": by["creditor_id"]}
    assert by["creditor_id"]


@pytest.mark.servers
async def test_a_charge_is_owed_and_no_sale(
    erp: AsyncClient, issue: Do, send: Do, clock: TurnedClock, follow: Follow
) -> None:
    invoice = await issue("SO-1", issue_date="2025-12-01", due_date="2026-01-04")
    body = {"invoice_id": invoice["id"], "kind": "fixed_sum", "law": "de-business"}
    await send("/v1/charges", body)
    clock.turn(timedelta(days=40))
    await follow()
    query = {"from_month": "2026-01", "until_month": "2026-01"}
    (shown,) = (await erp.get("/v1/reports/collection", params=query)).json()["data"]
    amounts = (shown["sales"]["amount"], shown["closing"]["amount"], shown["dso"])
    assert amounts == ("0.00", "140.00", None)


@pytest.mark.servers
async def test_months_are_asked_for_from_the_earlier_to_the_later(erp: AsyncClient) -> None:
    query = {"from_month": "2026-03", "until_month": "2026-01"}
    answer = await erp.get("/v1/reports/collection", params=query)
    assert (answer.status_code, answer.json()["code"]) == (400, "months_unacceptable")
