"""What continues an invoice moves nothing that is owed, on any day."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json
from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
REST = {
    "external_id": "SO-2",
    "number": "No SO-2",
    "issue_date": "2026-01-12",
    "continues": [{"invoice_external_id": "SO-1"}],
}


@pytest.fixture
async def returned(
    issue: Do, pay: Do, send: Do, customer: Shown, clock: TurnedClock, follow: Follow
) -> tuple[Shown, Shown]:
    """600.00 of 1,000.00 are paid, the rest is billed anew with 50.00 less, and the money goes back."""
    first = await issue("SO-1", "1000.00", due_date="2026-01-07")
    payment = await pay("B-1", "600.00", value_date="2026-01-09")
    clock.turn(timedelta(days=7))
    body = {"customer_id": customer["id"], "total": eur_json("350.00"), **REST}
    residual = await send("/v1/invoices", body | {"difference_reason": "price"})
    clock.turn(timedelta(days=8))
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    return first, residual


async def test_the_statement_shows_where_each_amount_went(
    erp: AsyncClient, returned: tuple[Shown, Shown], customer: Shown
) -> None:
    assert await statement(erp, customer) == [
        ("2026-01-05", "invoice", "No SO-1", "1000.00", "1000.00"),
        ("2026-01-09", "payment", "B-1", "-600.00", "400.00"),
        ("2026-01-12", "adjustment", "No SO-1", "-50.00", "350.00"),
        ("2026-01-12", "continued", "No SO-1", "-350.00", "0.00"),
        ("2026-01-12", "continues", "No SO-2", "350.00", "350.00"),
        ("2026-01-20", "reversal", "B-1", "600.00", "950.00"),
        ("2026-01-20", "continues", "No SO-2", "600.00", "1550.00"),
        ("2026-01-20", "continued", "No SO-1", "-600.00", "950.00"),
    ]


@pytest.mark.parametrize(
    ("as_of", "owed"),
    [
        ("2026-01-08", {"1-30": "1000.00"}),
        ("2026-01-11", {"1-30": "400.00"}),
        ("2026-01-12", {"1-30": "350.00"}),
        ("2026-01-20", {"1-30": "950.00"}),
        ("2026-02-20", {"31-60": "950.00"}),
    ],
)
async def test_it_is_as_old_as_what_it_continues_in_every_report(
    erp: AsyncClient, returned: tuple[Shown, Shown], as_of: str, owed: dict[str, str]
) -> None:
    assert await aging(erp, as_of=as_of) == owed


async def test_the_lists_show_them_as_they_are(
    erp: AsyncClient, returned: tuple[Shown, Shown]
) -> None:
    first, residual = returned
    for state, of in (("continued", first), ("overdue", residual)):
        (row,) = (await erp.get("/v1/invoices", params={"state": state})).json()["data"]
        shown = (await erp.get(f"/v1/invoices/{of['id']}")).json()
        assert row == {name: shown[name] for name in row}
    assert (await erp.get(f"/v1/invoices/{first['id']}")).json()["continued"] == eur_json("950.00")


async def test_it_was_as_old_as_what_it_continues_before_the_due_date_moved(
    erp: AsyncClient, issue: Do, send: Do, customer: Shown, clock: TurnedClock, follow: Follow
) -> None:
    first = await issue("SO-1", "1000.00", due_date="2026-01-07")
    clock.turn(timedelta(days=15))
    moved = {"due_date": "2026-03-01", "reason": "agreed"}
    assert (await erp.patch(f"/v1/invoices/{first['id']}", json=moved)).is_success
    body = {"customer_id": customer["id"], "total": eur_json("1000.00"), **REST}
    await send("/v1/invoices", body)
    await follow()
    assert await aging(erp, as_of="2026-01-19") == {"1-30": "1000.00"}
    assert await aging(erp, as_of="2026-01-20") == {"current": "1000.00"}
