"""The story of the page that tells what is true on a day from what was known on it, and statements of a period."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.clock import TurnedClock
from recoup_testing.reports import aging, balances, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
PAGE = Path(__file__).parents[4] / "docs/explanation/reports.md"
ASKED = re.compile(r"\| `([a-z_=0-9&-]+)` \| ([a-z0-9-]+)(?: days)? ([0-9.]+):")
EXAMPLES = ASKED.findall(PAGE.read_text())


@pytest.fixture
async def story(erp: AsyncClient, issue: Do, pay: Do, clock: TurnedClock, follow: Follow) -> Shown:
    """Issued on 5 January; paid in part on 20 January, known on 3 February; amended on 10 February."""
    invoice = await issue("SO-1", due_date="2026-01-31")
    clock.turn(timedelta(days=29))
    await pay("B-1", "40.00", value_date="2026-01-20", references=[{"invoice": "SO-1"}])
    clock.turn(timedelta(days=7))
    change = {"due_date": "2026-02-28", "reason": "agreed"}
    answer = await erp.patch(f"/v1/invoices/{invoice['id']}", json=change)
    assert answer.is_success, answer.text
    await follow()
    return invoice


def test_the_page_asks_four_times() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize(("query", "bucket", "amount"), EXAMPLES)
async def test_what_was_true_is_told_from_what_was_known(
    erp: AsyncClient, story: Shown, query: str, bucket: str, amount: str
) -> None:
    asked = dict(part.split("=") for part in query.split("&"))
    expected = {bucket: amount}
    assert await aging(erp, **asked) == expected
    assert await aging(erp, **asked, customer_id=story["customer_id"]) == expected


async def test_a_statement_of_a_period_opens_with_what_was_owed_before(
    erp: AsyncClient, story: Shown, customer: Shown
) -> None:
    period = {"from_date": "2026-01-10", "as_of": "2026-01-31"}
    assert await statement(erp, customer, **period) == [
        ("2026-01-20", "payment", "B-1", "-40.00", "60.00")
    ]
    path = f"/v1/customers/{customer['id']}/statement"
    shown = (await erp.get(path, params=period)).json()
    assert [each["opening"]["amount"] for each in shown["balances"]] == ["100.00"]
    assert [each["amount"] for each in balances(shown)] == ["60.00"]
    assert [each["recorded_on"] for each in shown["data"]] == ["2026-02-03"]


async def test_a_statement_as_known_leaves_out_what_was_booked_later(
    erp: AsyncClient, story: Shown, customer: Shown
) -> None:
    known = {"as_of": "2026-01-31", "known_on": "2026-01-31"}
    assert await statement(erp, customer, **known) == [
        ("2026-01-05", "invoice", "No SO-1", "100.00", "100.00")
    ]
